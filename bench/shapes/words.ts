/** What names are made of. */
export const DOMAINS = [
  'billing',
  'catalog',
  'checkout',
  'customer',
  'delivery',
  'discount',
  'fraud',
  'geo',
  'identity',
  'inventory',
  'invoice',
  'ledger',
  'loyalty',
  'media',
  'notify',
  'order',
  'payment',
  'pricing',
  'profile',
  'recommend',
  'report',
  'review',
  'search',
  'session',
  'shipping',
  'stock',
  'support',
  'tax',
  'tracking',
  'warehouse',
] as const;

export const TIERS = ['frontend', 'backend', 'cache', 'database', 'queue', 'worker'] as const;
export type TierName = (typeof TIERS)[number];

export const PARTS: Readonly<Record<TierName, readonly string[]>> = {
  frontend: ['web', 'portal', 'gateway'],
  backend: ['api', 'service', 'engine', 'rules', 'auth', 'adapter', 'sync'],
  cache: ['cache', 'sessions'],
  database: ['db', 'store'],
  queue: ['queue', 'events'],
  worker: ['worker', 'export', 'import', 'jobs'],
};

export const ENVIRONMENTS = [
  ['prod', 0.45],
  ['staging', 0.25],
  ['dev', 0.2],
  ['test', 0.1],
] as const;

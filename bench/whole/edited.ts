import type { Manifest } from '../manifests/manifest.ts';

const EVERY = 100;
const OPEN = { ports: [{ port: 9999, protocol: 'TCP' }] };

interface Spec {
  readonly ingress?: readonly object[];
  readonly egress?: readonly object[];
}

/** The same objects, but in every hundredth policy, in turn, a rule more or a rule less. */
export function* edited(objects: Iterable<Manifest>): Generator<Manifest> {
  let policies = 0;
  for (const object of objects) {
    if (object['kind'] === 'NetworkPolicy' && ++policies % EVERY === 0) {
      const isMore = (policies / EVERY) % 2 === 0;
      yield { ...object, spec: withRules(object['spec'] as Spec, isMore) };
    } else yield object;
  }
}

function withRules(spec: Spec, isMore: boolean): Spec {
  const rules = spec.ingress ?? spec.egress ?? [];
  const changed = isMore || rules.length === 0 ? [...rules, OPEN] : rules.slice(0, -1);
  return spec.ingress === undefined ? { ...spec, egress: changed } : { ...spec, ingress: changed };
}

import type { CaseProblem } from '../../model/answer.ts';
import type { CodePage } from './page.ts';

/** Why there is no connection that could be judged. */
export const PROBLEM_PAGES: Readonly<Record<CaseProblem, CodePage>> = {
  NO_ENDPOINTS: {
    means:
      'The Service has no backend for the port: no ready pod matches its selector, or none declares the named target port.',
    example: ['netpol check --from shop/web --to data/svc/redis --port 80'],
    advice:
      "Compare the Service's selector with the pods' labels, and its targetPort with their ports.",
  },
  POD_FINISHED: {
    means:
      'The pod has succeeded or failed: no container runs, and its address may belong to another pod by now.',
    example: ['status: {phase: Succeeded}'],
    advice: 'Ask about the workload that makes such pods (shop/job/import).',
  },
  NO_COMMON_FAMILY: {
    means:
      'One end has only IPv4 addresses and the other only IPv6 addresses, or not the family that was asked for.',
    example: ['netpol check --from shop/web --to data/redis --port 6379 --family 6'],
    advice: 'Ask with the family that both have.',
  },
};

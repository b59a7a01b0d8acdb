import type { Manifest } from '../manifests/manifest.ts';

const EVERY = 100;
/** What a team adds to let its own pods in, or out to each other, on a port. */
const PORTS = [{ port: 9999, protocol: 'TCP' }];
const OWN_PODS = [{ podSelector: {} }];

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

function withRules({ ingress, egress, ...rest }: Spec, isMore: boolean): Spec {
  if (ingress !== undefined) {
    const more = [...ingress, { from: OWN_PODS, ports: PORTS }];
    return { ...rest, ...(egress && { egress }), ingress: isMore ? more : ingress.slice(0, -1) };
  }
  const rules = egress ?? [];
  return {
    ...rest,
    egress: isMore ? [...rules, { ports: PORTS, to: OWN_PODS }] : rules.slice(0, -1),
  };
}

import type { Diff } from '../../query/whole/diff-result.ts';
import { counted, listing } from '../names.ts';

/** What a comparison leaves out and what it rests on: sentences without a full stop. */
export function diffNotes(diff: Diff): readonly string[] {
  const versions = [diff.old, diff.new];
  const notes: string[] = [];
  const finished = countPods(diff, ({ finished: own }) => own);
  if (finished > 0)
    notes.push(
      `${counted(finished, 'pod')} that finished ${finished === 1 ? 'takes' : 'take'} no part`,
    );
  const hosts = countPods(diff, ({ hostNetwork }) => hostNetwork);
  if (hosts > 0) {
    const isNode = diff.new.engine.options.hostNetwork === 'node';
    notes.push(
      `the traffic of ${counted(hosts, 'pod')} in the host network is taken to be ${isNode ? "its node's" : "a pod's like any other"}; plugins differ (--host-network=${isNode ? 'pod' : 'node'})`,
    );
  }
  const foreign = versions.flatMap(({ cluster }) => cluster.foreignPolicies);
  if (foreign.length > 0) {
    const kinds = new Set(foreign.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
    notes.push(`policies that are not evaluated may change this: ${listing([...kinds].sort())}`);
  }
  if (diff.new.wantedAt(null).icmp) {
    notes.push('the API leaves ICMP undefined; this is what most network plugins do');
  }
  return notes;
}

type Pods = Diff['new']['cluster']['pods'];

function countPods(
  { old: older, new: newer }: Diff,
  counts: (pod: Pods extends ReadonlyMap<string, readonly (infer Pod)[]> ? Pod : never) => boolean,
): number {
  const numbers = [older, newer].map(
    ({ cluster }) => [...cluster.pods.values()].flat().filter(counts).length,
  );
  return Math.max(...numbers);
}

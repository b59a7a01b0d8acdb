import type { Cluster } from '../../model/cluster.ts';
import type { Endpoint } from '../../model/connection.ts';
import type { PortRange } from '../../model/port.ts';
import { createEngine } from '../create.ts';
import { visitBlocks } from './blocks.ts';
import type { ClassEngine, ClassOptions, EndClass, Reach } from './class-engine.ts';
import { createClassTable, type ClassFacts } from './class-table.ts';
import { Inquiries } from './inquiries.ts';
import { Outcomes } from './outcomes.ts';
import { OutsideReaches } from './outside-reaches.ts';
import { createPortSets } from './port-sets.ts';
import { Reaches } from './reaches.ts';
import { Sides } from './sides.ts';
import { collectVocabulary } from './vocabulary.ts';

/**
 * An engine for all pairs of a cluster. What pods have in common is worked out here; what policies
 * say to them when it is first asked for. The cluster must not change afterwards.
 */
export function createClassEngine(cluster: Cluster, options: ClassOptions): ClassEngine {
  const { ends = [], ports: ranges = [] } = options;
  const ports = options.portSets ?? createPortSets([cluster], [...ranges, ...declaredPorts(ends)]);
  const vocabulary = collectVocabulary(cluster);
  const table = createClassTable(cluster, options.engine, vocabulary, ends);
  const { classes, classOf, portLists } = table;
  const outcomes = new Outcomes(ports);
  const sides = new Sides(cluster, table, vocabulary, { ports, outcomes, portLists });
  const reaches = new Reaches(ports, outcomes);
  const inquiries = new Inquiries(createEngine(cluster, options.engine), sides.shared);
  const outside = new OutsideReaches(sides, reaches, inquiries);
  /** What was found out about pairs with missing facts. */
  const settled = new Map<number, Reach>();

  function factsOf(end: EndClass): ClassFacts {
    const facts = classes[end.id];
    if (facts !== end) throw new RangeError('a class of another engine');
    return facts;
  }

  function nodesCount(from: ClassFacts, to: ClassFacts): boolean {
    const areHostAndPod = (from.isHost && to.isPod) || (from.isPod && to.isHost);
    return areHostAndPod && from.isNodeKnown && to.isNodeKnown;
  }

  function elsewhere(from: ClassFacts, to: ClassFacts): Reach {
    const [first, second] = sides.familiesOf(from, to);
    if (first === undefined) return reaches.nothing;
    const one = sides.join(from, to, first);
    const other = second === undefined ? one : sides.join(from, to, second);
    if (!outcomes.isInexact(one) && !outcomes.isInexact(other)) {
      return reaches.ofOutcomes(one, other);
    }
    const key = from.id * classes.length + to.id;
    let reach = settled.get(key);
    if (reach === undefined) {
      const exact = inquiries.betweenClasses(one, from, to, first);
      reach = reaches.ofOutcomes(
        exact,
        second === undefined ? exact : inquiries.betweenClasses(other, from, to, second),
      );
      settled.set(key, reach);
    }
    return reach;
  }

  return {
    cluster,
    options: options.engine,
    ports,
    classes,
    classOf,
    between(source, destination, where = 'elsewhere') {
      const [from, to] = [factsOf(source), factsOf(destination)];
      return where === 'same-node' && nodesCount(from, to)
        ? reaches.everything
        : elsewhere(from, to);
    },
    nodesCount: (source, destination) => nodesCount(factsOf(source), factsOf(destination)),
    canMeet: (source, destination) =>
      sides.familiesOf(factsOf(source), factsOf(destination)).length > 0,
    toOutside: (source) => outside.of(factsOf(source), 'Egress'),
    fromOutside: (destination) => outside.of(factsOf(destination), 'Ingress'),
    isRestricted: (end, direction) => sides.setOf(direction, factsOf(end)) !== 0,
    policiesOf: (end, direction) =>
      sides.policiesOf(direction, factsOf(end)).map(({ policy }) => policy),
    blocks(visit) {
      visitBlocks({ sides, reaches, elsewhere }, visit);
    },
  };
}

/** The ports that names on ends of their own stand for. */
function declaredPorts(ends: readonly Endpoint[]): PortRange[] {
  return ends.flatMap((end) =>
    end.kind === 'pod'
      ? end.pod.ports.map(({ protocol, containerPort }) => {
          return { protocol, first: containerPort, last: containerPort };
        })
      : [],
  );
}

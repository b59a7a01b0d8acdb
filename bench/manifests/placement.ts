/** Which node a pod is on, and the addresses of pods and nodes. */
export interface Placement {
  readonly nodes: number;
  readonly dualStack: boolean;
}

const PODS_FROM = 0x0a40_0000;
const NODES_FROM = 0xc0a8_0000;
/** How many nodes have a /24 in 10.64.0.0/10 for their pods. */
const MOST_NODES = 2 ** 14 - 1;

/** The node of a pod, 0-based: pods are dealt to the nodes in turn. */
export function nodeOf(index: number, { nodes }: Placement): number {
  return index % nodes;
}

export function nodeName(node: number): string {
  return `node-${String(node).padStart(4, '0')}`;
}

/** A pod's own addresses. Each node has a block for its pods. */
export function podAddresses(index: number, placement: Placement): string[] {
  const node = nodeOf(index, placement);
  const slot = 2 + Math.floor(index / placement.nodes);
  if (node > MOST_NODES || slot > 255) throw new Error('more pods than addresses');
  const address = dotted(PODS_FROM + node * 256 + slot);
  if (!placement.dualStack) return [address];
  return [address, `fd00:10:64:${(node + 1).toString(16)}::${slot.toString(16)}`];
}

export function nodeAddresses(node: number, { dualStack }: Placement): string[] {
  const address = dotted(NODES_FROM + node + 10);
  return dualStack ? [address, `fd00:192:168::${(node + 10).toString(16)}`] : [address];
}

function dotted(number: number): string {
  return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}

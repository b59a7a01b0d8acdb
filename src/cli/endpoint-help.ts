/** How endpoints and ports are written, for `--help` of every command that takes them. */
export const ENDPOINT_HELP = `Endpoints:
  shop/web            a pod; also a StatefulSet's ordinal
  shop/deploy/web     a pod of a workload: po deploy sts ds rs rc job cj
  shop/svc/web        a Service, as the destination: each backend at its port
  shop/[app=web]      every existing pod that the selector matches
  shop/*, */*         every pod of a namespace, every pod
  shop/app=web        a pod that need not exist, with exactly these labels
  10.0.0.7, ::/0      an address, or every address of a block
  node:n1             a node: its kubelet and the processes on it

Ports:
  6379, 53/UDP, 8000-8100/TCP, http (a name on the destination), ICMP;
  without --port: every port of TCP, UDP and SCTP
`;

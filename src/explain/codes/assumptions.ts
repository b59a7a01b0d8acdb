import type { AssumptionCode } from '../assumptions.ts';
import type { CodePage } from './page.ts';

/** What an answer took for granted. */
export const ASSUMPTION_PAGES: Readonly<Record<AssumptionCode, CodePage>> = {
  ASSUME_NAMESPACE_LABELS: {
    means:
      'A rule asks for labels of a namespace that is not in the input. It is taken to have only kubernetes.io/metadata.name, which Kubernetes sets itself.',
    example: ['namespaceSelector: {matchLabels: {team: shop}}', '# no Namespace shop in the input'],
    advice: 'Add the Namespace objects (kubectl get namespaces -o yaml).',
  },
  ASSUME_HOST_NETWORK: {
    means:
      "A pod uses its node's network, and the verdict depends on how the network plugin treats it. The API allows both ways; most plugins ignore policies for such pods and see their traffic as the node's.",
    example: ['hostNetwork: true'],
    advice:
      'Find out what your plugin does, and ask with --host-network=node or --host-network=pod.',
  },
  ASSUME_EXTERNAL_ADDRESS: {
    means:
      'The question names an address that no pod and no node of the input is known to have, while some pods have no known address. It is taken to be outside the cluster.',
    example: ['netpol check --from 10.1.0.7 --to shop/web --port 80'],
    advice: 'Add the running pods and nodes, whose status has their addresses, or name the pod.',
  },
  ASSUME_SOURCE_ADDRESS_KEPT: {
    means:
      "A connection from outside through a Service is judged by its own source address. With externalTrafficPolicy Cluster the pod may see a node's address instead.",
    example: ['netpol check --from 203.0.113.9 --to shop/svc/web --port 80'],
    advice:
      'Set externalTrafficPolicy: Local if rules name client addresses, or ask with a node as the source.',
  },
  ASSUME_IPBLOCK_MATCHES_PODS: {
    means:
      'A rule takes in a pod only by an ipBlock that holds its address. Most network plugins do so, as the conformance tests ask; Cilium does not.',
    example: ['ipBlock: {cidr: 10.1.0.0/16}'],
    advice: 'Select pods by labels: their addresses change.',
  },
  ASSUME_NODE_EGRESS: {
    means:
      'The documentation lets a pod reach its own node whatever its policies say; the API text does not, and some plugins apply egress rules.',
    example: ['netpol check --from shop/web --to node:n1 --port 10250   # web runs on n1'],
    advice:
      'Do not count on an egress policy to keep a pod from its node, nor on its node being open.',
  },
  ASSUME_EXTERNAL_NAME: {
    means:
      'The destination is a DNS name (a Service of type ExternalName), whose addresses the input does not hold. The name is taken to lead outside the cluster, where no policy selects anything. If it leads to a pod, the ingress policies of that pod decide too, and they were not judged.',
    example: ['spec:', '  type: ExternalName', '  externalName: db.example.com'],
    advice: 'Ask about an address that the name resolves to, or about the pod behind it.',
  },
  ASSUME_SERVICE_TRANSLATION: {
    means:
      'Policies are applied to the pod and port that the Service chose, not to the ClusterIP. kube-proxy and most plugins do so; the API leaves the order open.',
    example: ['netpol check --from shop/web --to data/svc/redis --port 80   # judged on 6379'],
    advice: "Write rules for the pod's labels and the pod's port.",
  },
  ASSUME_CLUSTER_FAMILY: {
    means:
      'The addresses of an end are not in the input, and the verdict depends on the family. The only family of the input is taken.',
    example: ['ipBlock: {cidr: 0.0.0.0/0}'],
    advice: 'Ask with --family 4 or --family 6.',
  },
  ICMP_UNDEFINED: {
    means:
      'NetworkPolicy is defined for TCP, UDP and SCTP. What happens to ICMP is up to the network plugin; the answer is what most do: rules without ports let it through, rules with ports do not.',
    example: ['netpol check --from shop/web --to data/redis --port ICMP'],
    advice: 'Test with a connection in place of ping: nc -zv -w 2 <address> <port>.',
  },
  FOREIGN_POLICY_NOT_EVALUATED: {
    means:
      'The input holds policies of another API group (Calico, Cilium, Antrea …) that may select an end of the connection. They are not evaluated, and can change the verdict.',
    example: ['apiVersion: cilium.io/v2', 'kind: CiliumNetworkPolicy'],
    advice: 'Check them by hand, or with the tool of that plugin.',
  },
  ENDED_INIT_PORT: {
    means:
      'A rule names a port that only an init container declares which ends before the pod runs. It does not count, as for Services.',
    example: ['initContainers:', '- name: setup', '  ports: [{name: http, containerPort: 8080}]'],
    advice: 'Declare the port on the container that listens.',
  },
  REPLICAS_ZERO: {
    means:
      'The workload makes no pods now: it has 0 replicas, or is suspended. The answer is about the pods that it would make.',
    example: ['spec:', '  replicas: 0'],
    advice: 'Nothing, if it will be scaled up.',
  },
  POD_NAME_FROM_WORKLOAD: {
    means:
      'The question names a pod that is not in the input; the name belongs to a workload that makes such pods.',
    example: [
      'netpol check --from shop/web-6c85d76fdc-x2x4z …   # only Deployment web is in the input',
    ],
    advice:
      'Nothing: all pods of one template have the same labels. Name the workload (shop/deploy/web) to be clear.',
  },
  END_PORT_SUPPORT: {
    means:
      'The port is allowed as a part of a range. A network plugin that does not implement endPort opens only the first port of it, without an error.',
    example: ['ports: [{port: 32000, endPort: 32768}]'],
    advice: 'Check that your plugin implements endPort; all current ones do.',
  },
};

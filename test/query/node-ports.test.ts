import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import { loadFiles } from '../../src/load/load.ts';
import { ask } from '../../src/query/ask.ts';

/*
 * What arrives at a node, or at an address outside that leads in, is judged where it ends: at the
 * pod, on the pod's port.
 */

const manifests = `apiVersion: v1
kind: Node
metadata: {name: n1}
status: {addresses: [{type: InternalIP, address: 192.168.0.1}]}
---
apiVersion: v1
kind: Node
metadata: {name: n2}
status:
  addresses: [{type: InternalIP, address: 192.168.0.2}, {type: ExternalIP, address: 35.1.1.1}]
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec:
  nodeName: n1
  containers: [{name: web, image: web, ports: [{containerPort: 8080, hostPort: 8888}]}]
status: {podIP: 10.1.0.1}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  type: LoadBalancer
  externalIPs: [198.51.100.5]
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080, nodePort: 30001}]
status: {loadBalancer: {ingress: [{ip: 198.51.100.9}, {hostname: lb.example.com}]}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  ingress: [{from: [{ipBlock: {cidr: 35.0.0.0/8}}]}]
  egress: [{to: [{ipBlock: {cidr: 35.0.0.0/8}}]}]
`;

const loaded = loadFiles([{ file: { name: 'in.yaml', text: manifests }, explicit: true }]);
const engine = createEngine(loaded.cluster);

function verdict(from: string, to: string, ...ports: string[]): string {
  const asked = ask(engine, { from, to, ports, namespace: 'default', family: null });
  return asked.ok ? asked.answer.verdict : asked.error.code;
}

describe('the manifests', () => {
  test('load without a word', () => {
    expect(loaded.diagnostics).toEqual([]);
  });
});

describe('a connection to', () => {
  test.each([
    ['the NodePort of a Service is judged at its pods', 'node:n2', '30001', 'denied'],
    ['the hostPort of a pod is judged at the pod', 'node:n1', '8888', 'denied'],
    ['a hostPort of another node reaches that node alone', 'node:n2', '8888', 'allowed'],
    ['another port of a node reaches the node itself', 'node:n1', '22', 'allowed'],
    ['a NodePort over another protocol reaches the node itself', 'node:n1', '30001/UDP', 'allowed'],
    ['ports of which one is forwarded is split', 'node:n1', '30000-30002', 'mixed'],
    ['an external IP is judged at the pods of its Service', '198.51.100.5', '80', 'denied'],
    ['the address of a load balancer is judged at the pods', '198.51.100.9', '80', 'denied'],
  ])('%s', (_, to, port, expected) => {
    expect(verdict('203.0.113.1', to, port)).toBe(expected);
  });

  test('every port of a node leaves out none', () => {
    expect(verdict('203.0.113.1', 'node:n1')).toBe('mixed');
  });
});

describe('a node that has an external address', () => {
  test.each([
    ['is reached there where a block holds that address', 'shop/web', '35.1.1.1', 'allowed'],
    ['is not reached at its other one', 'shop/web', '192.168.0.2', 'denied'],
    ['may come from there', '35.1.1.1', 'shop/web', 'allowed'],
    ['uses its internal address where nobody says which', 'node:n2', 'shop/web', 'denied'],
    ['is one case of the block around it', '35.0.0.0/8', 'shop/web', 'allowed'],
  ])('%s', (_, from, to, expected) => {
    expect(verdict(from, to, '8080')).toBe(expected);
  });
});

import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../src/model/ip-text.ts';
import type { Pod, Service } from '../../src/model/objects.ts';
import { linesOf, loadClean, loadTexts } from './support/load-text.ts';

function podOf(spec: string, status = '', metadata = 'name: a'): Pod {
  const text = `{apiVersion: v1, kind: Pod, metadata: {${metadata}}, spec: {${spec}}, status: {${status}}}`;
  const pod = [...loadClean(`# flow style\n${text}`).cluster.pods.values()].flat()[0];
  if (pod === undefined) throw new Error('no pod');
  return pod;
}

function serviceOf(spec: string, status = ''): Service {
  const text = `{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {${spec}}, status: {${status}}}`;
  const service = loadClean(`# flow style\n${text}`).cluster.services[0];
  if (service === undefined) throw new Error('no Service');
  return service;
}

/** What is said of an object in flow style, without its place. */
function saidOf(text: string): string[] {
  return linesOf(loadTexts([`# flow style\n${text}`])).map((line) => line.replace(/^\S+: /, ''));
}

const CONTAINER = 'containers: [{name: c}]';

describe('a pod', () => {
  test.each([
    ['{containerPort: 80}', { name: null, protocol: 'TCP', containerPort: 80, container: 'c' }],
    [
      '{containerPort: 80, name: http, protocol: UDP, hostPort: 8080}',
      { name: 'http', protocol: 'UDP', containerPort: 80, container: 'c', hostPort: 8080 },
    ],
    [
      '{containerPort: 80, hostPort: 0, protocol: ""}',
      { name: null, protocol: 'TCP', containerPort: 80, container: 'c' },
    ],
  ])('has the port %s', (port, expected) => {
    expect(podOf(`containers: [{name: c, ports: [${port}]}]`).ports).toEqual([expected]);
  });

  test('whose container has no name has its ports nevertheless', () => {
    expect(podOf('containers: [{ports: [{containerPort: 80}]}]').ports).toEqual([
      { name: null, protocol: 'TCP', containerPort: 80, container: '' },
    ]);
  });

  test('has no other containers where none are written', () => {
    const pod = podOf(`${CONTAINER}, ephemeralContainers: [{name: d}, {name: e, ports: []}]`);
    expect([pod.ports, pod.endedPorts, pod.hostNetwork]).toEqual([[], [], false]);
  });

  test.each([
    ['nodeName: n1', 'n1'],
    ['nodeName: ""', null],
    ['nodeName: null', null],
  ])('with %s is on the node %s', (field, expected) => {
    expect(podOf(`${CONTAINER}, ${field}`).nodeName).toBe(expected);
  });

  test.each([
    ['[{type: Ready, status: "True"}]', true],
    ['[{type: Other, status: "True"}, {type: Ready, status: "False"}]', false],
    ['[{type: Ready, status: Unknown}]', false],
    ['[{type: Other, status: "True"}]', null],
    ['[]', null],
  ])('with the conditions %s is ready: %s', (conditions, expected) => {
    expect(podOf(CONTAINER, `conditions: ${conditions}`).ready).toBe(expected);
  });

  test.each([
    ['name: a, deletionTimestamp: "2026-01-01T00:00:00Z"', true],
    ['name: a, deletionTimestamp: null', false],
    ['name: a', false],
  ])('with %s is being deleted: %s', (metadata, expected) => {
    expect(podOf(CONTAINER, '', metadata).terminating).toBe(expected);
  });

  test.each([
    [
      'hostIPs: [{ip: 10.0.0.1}, {ip: "2001:db8::1"}], hostIP: 10.0.0.1',
      ['10.0.0.1', '2001:db8::1'],
    ],
    ['hostIPs: [{}], hostIP: 10.0.0.1', undefined],
    ['hostIP: 10.0.0.1', ['10.0.0.1']],
    ['hostIP: node.local', undefined],
    ['', undefined],
  ])('with %s tells the addresses %j of its node', (status, expected) => {
    const text = `{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {nodeName: n1, ${CONTAINER}}, status: {${status}}}`;
    const node = loadClean(`# flow style\n${text}`).cluster.nodes.get('n1');
    expect(node?.addresses?.map(formatAddress)).toEqual(expected);
  });

  test('with an address that is none is refused', () => {
    const text = `{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {${CONTAINER}}, status: {podIPs: [{}]}}`;
    expect(saidOf(text)).toEqual([
      expect.stringContaining('Invalid value: "": must be a valid IP'),
    ]);
  });

  test.each([
    ['[{kind: Job, name: j, apiVersion: batch/v1, controller: true}]', 'j'],
    ['[{kind: Job, name: j, apiVersion: batch/v1}]', 'j'],
    ['[{kind: Job, name: j, apiVersion: batch/v1, controller: false}]', undefined],
    [
      '[{kind: Job, name: j, apiVersion: batch/v1}, {kind: Job, name: k, apiVersion: batch/v1}]',
      undefined,
    ],
    [
      '[{kind: Job, name: j, apiVersion: batch/v1}, {kind: Job, name: k, apiVersion: batch/v1, controller: true}]',
      'k',
    ],
    ['[{kind: Job, apiVersion: batch/v1, controller: true}]', undefined],
    ['[{name: j, apiVersion: batch/v1, controller: true}]', undefined],
    ['[{kind: Job, name: j, controller: true}]', undefined],
    ['[]', undefined],
  ])('with the owners %s is of the Job %s', (owners, expected) => {
    expect(podOf(CONTAINER, '', `name: a, ownerReferences: ${owners}`).workload?.name).toBe(
      expected,
    );
  });
});

describe('a name', () => {
  const pod = (metadata: string): string[] =>
    saidOf(`{apiVersion: v1, kind: Pod, metadata: {${metadata}}, spec: {${CONTAINER}}}`);

  test.each([
    'name: web',
    'generateName: web-',
    'name: web, generateName: "-"',
    `generateName: ${'x'.repeat(253)}`,
  ])('is right with %s', (metadata) => {
    expect(pod(metadata)).toEqual([]);
  });

  test.each([
    ['name: web-', 'metadata.name: Invalid value: "web-": a lowercase'],
    ['generateName: -web', 'metadata.generateName: Invalid value: "-web": a lowercase'],
    ['generateName: ""', 'metadata.name: Required value: name or generateName is required'],
    ['name: ""', 'metadata.name: Required value: name or generateName is required'],
  ])('is wrong with %s', (metadata, message) => {
    expect(pod(metadata)).toEqual([expect.stringContaining(message)]);
  });

  test('of an object of the whole cluster has no namespace to be checked', () => {
    const text = '{apiVersion: v1, kind: Namespace, metadata: {name: a, namespace: A_B}}';
    expect(saidOf(text)).toEqual([]);
  });
});

describe('annotations', () => {
  const policy = (annotations: string): string[] =>
    saidOf(
      `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p, annotations: {${annotations}}}}`,
    );

  test('may have keys in upper case, and 256 KiB in all', () => {
    expect(policy(`Example.IO/A: b, k: "${'x'.repeat(256 * 1024 - 15)}"`)).toEqual([]);
    expect(policy(`Example.IO/A: b, k: "${'x'.repeat(256 * 1024 - 14 + 1)}"`)).toEqual([
      'metadata.annotations: Too long: may not be more than 262144 bytes [annotation-invalid]',
    ]);
  });
});

describe('a Service', () => {
  test('has a selector whose requirements know their place', () => {
    expect(serviceOf('selector: {app: web}, ports: [{port: 80}]').selector).toEqual({
      requirements: [
        { key: 'app', operator: 'In', values: ['web'], path: ['spec', 'selector', 'app'] },
      ],
      path: ['spec', 'selector'],
    });
  });

  test.each([
    ['', '', []],
    ['externalIPs: [192.0.2.1, 192.0.2.2]', '', ['192.0.2.1', '192.0.2.2']],
    ['', 'loadBalancer: {ingress: [{ip: 192.0.2.3}, {hostname: a.example}]}', ['192.0.2.3']],
    ['', 'loadBalancer: {}', []],
  ])('with %s and the status %s leads in from %j', (spec, status, expected) => {
    const { externalAddresses } = serviceOf(`ports: [{port: 80}], ${spec}`, status);
    expect(externalAddresses?.map(formatAddress)).toEqual(expected);
  });

  test.each([
    ['externalIPs: [x]', '', 'spec.externalIPs[0]: Invalid value: "x"'],
    [
      '',
      'loadBalancer: {ingress: [{ip: x}]}',
      'status.loadBalancer.ingress[0].ip: Invalid value: "x"',
    ],
    ['clusterIP: x', '', 'spec.clusterIPs[0]: Invalid value: "x"'],
    ['clusterIPs: [10.0.0.1, None]', '', 'spec.clusterIPs[1]: Invalid value: "None"'],
  ])('with %s and the status %s is refused', (spec, status, message) => {
    const text = `{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80}], ${spec}}, status: {${status}}}`;
    expect(saidOf(text)).toEqual([expect.stringContaining(message)]);
  });

  test('may be without a spec, which is not enough', () => {
    expect(saidOf('{apiVersion: v1, kind: Service, metadata: {name: s}}')).toEqual([
      'spec.ports: Required value [service-ports]',
    ]);
  });

  test.each([
    ['clusterIP: 10.0.0.1', ['10.0.0.1'], false],
    [
      'clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, "2001:db8::1"]',
      ['10.0.0.1', '2001:db8::1'],
      false,
    ],
    ['clusterIPs: [None]', [], true],
    ['clusterIP: ""', [], false],
  ])('with %s has the addresses %j; headless: %s', (spec, expected, headless) => {
    const service = serviceOf(`ports: [{port: 80}], ${spec}`);
    expect([service.clusterIPs.map(formatAddress), service.headless]).toEqual([expected, headless]);
    expect(service.publishNotReadyAddresses).toBe(false);
  });

  test.each([
    ['{port: 80, name: http, nodePort: 30080}', { name: 'http', nodePort: 30080 }],
    ['{port: 80, name: http, nodePort: 0}', { name: 'http' }],
    ['{port: 80}', { name: null }],
  ])('has the port %s', (port, expected) => {
    expect(serviceOf(`ports: [${port}]`).ports).toEqual([
      { protocol: 'TCP', port: 80, targetPort: 80, path: ['spec', 'ports', 0], ...expected },
    ]);
  });

  test.each([
    ['"8--0a"', '"8--0a": must not contain consecutive hyphens [port-name]'],
    ['"a--80"', '"a--80": must not contain consecutive hyphens [port-name]'],
  ])('with the targetPort %s is refused, and no number is proposed', (target, message) => {
    const text = `{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80, targetPort: ${target}}]}}`;
    expect(saidOf(text)).toEqual([`spec.ports[0].targetPort: Invalid value: ${message}`]);
  });
});

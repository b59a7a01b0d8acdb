import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../src/model/ip-text.ts';
import { hasErrors, loadFiles } from '../../src/load/load.ts';
import { linesOf, loadClean, loadTexts } from './support/load-text.ts';

const pod = (name: string, rest = ''): string =>
  `---\napiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: c}]}\n${rest}\n`;

describe('namespaces', () => {
  test('the server sets its own label, whatever the manifest says', () => {
    const { cluster } = loadClean(
      '# x\n{apiVersion: v1, kind: Namespace, metadata: {name: shop, namespace: other, labels: {kubernetes.io/metadata.name: liar, team: a}}}',
    );
    expect(cluster.namespaces.get('shop')?.labels).toEqual(
      new Map([
        ['kubernetes.io/metadata.name', 'shop'],
        ['team', 'a'],
      ]),
    );
  });

  test('a namespace that is only used has that label alone, and no source', () => {
    const { cluster } = loadClean(pod('a'));
    expect(cluster.namespaces.get('default')).toEqual({
      name: 'default',
      labels: new Map([['kubernetes.io/metadata.name', 'default']]),
      source: null,
    });
  });

  test('objects without a namespace are in that of -n, else in default', () => {
    expect([...loadTexts([pod('a')], { namespace: 'shop' }).cluster.pods.keys()]).toEqual(['shop']);
    expect([...loadTexts([pod('a')]).cluster.pods.keys()]).toEqual(['default']);
  });
});

describe('nodes', () => {
  test('an internal address is what its traffic uses; every address is its own', () => {
    const { cluster } = loadClean(
      '# x\n{apiVersion: v1, kind: Node, metadata: {name: n1}, status: {addresses: [{type: ExternalIP, address: 203.0.113.1}, {type: InternalIP, address: 192.168.0.1}, {type: Hostname, address: n1}]}}',
    );
    const node = cluster.nodes.get('n1');
    expect([node?.addresses?.map(formatAddress), node?.allAddresses.map(formatAddress)]).toEqual([
      ['192.168.0.1'],
      ['203.0.113.1', '192.168.0.1'],
    ]);
  });

  test('a node that pods name has the addresses that they tell of it', () => {
    const { cluster } = loadClean(
      '---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {nodeName: n1, containers: [{name: c}]}\nstatus: {hostIP: 192.168.0.1, podIP: 10.0.0.1}\n',
      '---\napiVersion: v1\nkind: Pod\nmetadata: {name: b}\nspec: {nodeName: n2, containers: [{name: c}]}\n',
    );
    expect(cluster.nodes.get('n1')).toMatchObject({ addresses: [{ family: 4 }], source: null });
    expect(cluster.nodes.get('n2')).toMatchObject({
      addresses: null,
      allAddresses: [],
      source: null,
    });
  });
});

describe('pods', () => {
  test('status is read as facts', () => {
    const { cluster } = loadClean(
      pod(
        'a',
        'status: {phase: Running, podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}, {ip: "2001:db8::1"}], conditions: [{type: Ready, status: "False"}]}',
      ),
    );
    expect(cluster.pods.get('default')?.[0]).toMatchObject({
      finished: false,
      terminating: false,
      ready: false,
    });
    expect(cluster.pods.get('default')?.[0]?.addresses?.map(formatAddress)).toEqual([
      '10.0.0.1',
      '2001:db8::1',
    ]);
    expect([...cluster.families].sort()).toEqual([4, 6]);
  });

  test.each([
    ['podIP alone', '{podIP: 10.0.0.1}', ['10.0.0.1']],
    ['podIPs alone', '{podIPs: [{ip: "2001:db8::1"}]}', ['2001:db8::1']],
    ['podIP where they differ', '{podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.2}]}', ['10.0.0.1']],
    ['an IPv4-mapped address as IPv4', '{podIP: "::ffff:10.0.0.1"}', ['10.0.0.1']],
    ['no address', '{podIP: "", podIPs: []}', undefined],
  ])('addresses: %s', (_, status, expected) => {
    const { cluster } = loadClean(pod('a', `status: ${status}`));
    expect(cluster.pods.get('default')?.[0]?.addresses?.map(formatAddress)).toEqual(expected);
  });

  test.each([
    ['Succeeded', true],
    ['Failed', true],
    ['Pending', false],
  ])('a pod in phase %s is finished: %s', (phase, finished) => {
    expect(
      loadClean(pod('a', `status: {phase: ${phase}}`)).cluster.pods.get('default')?.[0]?.finished,
    ).toBe(finished);
  });

  test('pods and policies with a generateName are there, and have no exact name', () => {
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata: {generateName: web-}\nspec: {containers: [{name: c}]}\n';
    const policy =
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {generateName: p-}\n';
    const { cluster } = loadClean(text, text, policy, policy);
    expect(cluster.pods.get('default')?.map(({ name, identity }) => [name, identity])).toEqual([
      ['web-', 'replica'],
      ['web-', 'replica'],
    ]);
    expect(cluster.policies.get('default')).toHaveLength(2);
  });
});

describe('Services', () => {
  const service = (spec: string): unknown =>
    loadClean(`# x\n{apiVersion: v1, kind: Service, metadata: {name: s}, spec: ${spec}}`).cluster
      .services[0];

  test.each([
    [
      '{ports: [{port: 80}]}',
      {
        type: 'ClusterIP',
        selector: null,
        headless: false,
        clusterIPs: [],
        ports: [{ name: null, protocol: 'TCP', port: 80, targetPort: 80 }],
      },
    ],
    ['{ports: [{port: 80, targetPort: 0}]}', { ports: [{ targetPort: 80 }] }],
    ['{ports: [{port: 80, targetPort: ""}]}', { ports: [{ targetPort: 80 }] }],
    [
      '{ports: [{port: 80, targetPort: http, protocol: UDP}]}',
      { ports: [{ protocol: 'UDP', targetPort: 'http' }] },
    ],
    ['{clusterIP: None}', { headless: true, clusterIPs: [], ports: [] }],
    ['{selector: {}, ports: [{port: 80}]}', { selector: null }],
    [
      '{type: ExternalName, externalName: example.com.}',
      { type: 'ExternalName', externalName: 'example.com.' },
    ],
    ['{publishNotReadyAddresses: true, ports: [{port: 80}]}', { publishNotReadyAddresses: true }],
  ])('%s', (spec, expected) => {
    expect(service(spec)).toMatchObject(expected);
  });

  test('an EndpointSlice knows its Service by label; absent conditions mean ready', () => {
    const text =
      '# x\n{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: e, labels: {kubernetes.io/service-name: s}}, addressType: IPv4, ports: [{port: 6379}, {name: all}], endpoints: [{addresses: [10.1.0.10]}, {addresses: [10.1.0.11], conditions: {ready: false}}]}';
    expect(loadClean(text).cluster.endpointSlices).toMatchObject([
      {
        serviceName: 's',
        ports: [
          { name: null, protocol: 'TCP', port: 6379 },
          { name: 'all', port: null },
        ],
        endpoints: [{ ready: true, path: ['endpoints', 0] }, { ready: false }],
      },
    ]);
  });
});

describe('the input as a whole', () => {
  test('every object is counted as used or as ignored', () => {
    const text =
      '{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: ConfigMap}, {apiVersion: v1, kind: ConfigMap}, {apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: c}}]}';
    const { counts } = loadTexts([`# x\n---\n${text}\n---\n# nothing\n`, pod('a')]);
    expect(counts).toEqual({
      files: 2,
      documents: 2,
      objects: 4,
      used: 1,
      ignored: new Map([
        ['v1 ConfigMap', 2],
        ['cilium.io/v2 CiliumNetworkPolicy', 1],
      ]),
      notObjects: 0,
    });
  });

  test('foreign policies are kept, with their namespace', () => {
    const { cluster } = loadTexts([
      '# x\n{apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: g}}\n---\n{apiVersion: projectcalico.org/v3, kind: NetworkPolicy, metadata: {name: q}}',
    ]);
    expect(cluster.foreignPolicies).toMatchObject([
      { kind: 'GlobalNetworkPolicy', namespace: null, name: 'g' },
      { namespace: 'default', name: 'q' },
    ]);
    expect(cluster.policies.size).toBe(0);
  });

  test('an object that is repeated counts once', () => {
    expect(loadClean(pod('a'), pod('a')).cluster.pods.get('default')).toHaveLength(1);
  });

  test('the same name in another namespace, or of another kind, is another object', () => {
    expect(
      loadClean(
        pod('a'),
        pod('a').replace('name: a', 'name: a, namespace: b'),
        '# x\n{apiVersion: v1, kind: Namespace, metadata: {name: a}}',
      ).cluster.pods.size,
    ).toBe(2);
  });

  test('all errors of all files are reported, by file and place', () => {
    const bad = (name: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: c, ports: [{}]}]}\n`;
    const loaded = loadTexts([bad('B'), bad('A')]);
    expect(hasErrors(loaded)).toBe(true);
    expect(linesOf(loaded).map((line) => line.replace(/: .*/, ''))).toEqual([
      'a.yaml:3:18',
      'a.yaml:4:39',
      'b.yaml:3:18',
      'b.yaml:4:39',
    ]);
  });

  test('a dump of a live cluster loads without a word', () => {
    const dump = `apiVersion: v1
kind: List
metadata: {resourceVersion: ""}
items:
- apiVersion: v1
  kind: Pod
  metadata:
    annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}
    creationTimestamp: "2026-01-01T00:00:00Z"
    generateName: web-abc-
    generation: 1
    labels: {app: web, pod-template-hash: abc}
    managedFields: [{apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {"f:metadata": {}}, manager: kubelet, operation: Update, subresource: status}]
    name: web-abc-x
    namespace: shop
    ownerReferences: [{apiVersion: apps/v1, blockOwnerDeletion: true, controller: true, kind: ReplicaSet, name: web-abc, uid: u}]
    resourceVersion: "1"
    uid: p
  spec:
    containers:
    - image: nginx
      name: web
      ports: [{containerPort: 80, name: http, protocol: TCP}]
      resources: {}
      volumeMounts: [{mountPath: /var, name: v, readOnly: true}]
    dnsPolicy: ClusterFirst
    enableServiceLinks: true
    hostname: web
    nodeName: n1
    tolerations: [{effect: NoExecute, key: a, operator: Exists, tolerationSeconds: 300}]
  status:
    conditions: [{lastProbeTime: null, status: "True", type: Ready}]
    hostIP: 192.168.0.1
    hostIPs: [{ip: 192.168.0.1}]
    phase: Running
    podIP: 10.0.0.1
    podIPs: [{ip: 10.0.0.1}]
    qosClass: BestEffort
- apiVersion: networking.k8s.io/v1
  kind: NetworkPolicy
  metadata: {annotations: {a: b}, creationTimestamp: null, generation: 1, name: p, namespace: shop, resourceVersion: "2", uid: q}
  spec: {podSelector: {}, policyTypes: [Ingress]}
`;
    const { cluster, counts } = loadClean(dump);
    expect(counts.used).toBe(2);
    expect(cluster.pods.get('shop')?.[0]).toMatchObject({
      name: 'web-abc-x',
      identity: 'exact',
      workload: { kind: 'Deployment', name: 'web' },
      ready: true,
    });
  });

  test('in a directory, what is no Kubernetes object is passed over and counted', () => {
    const files = ['a: 1\n', '- a\n', '{ "x": 1, // comment\n}', 'kind: Thing\n'].map(
      (text, index) => ({ file: { name: `dir/${String(index)}.yaml`, text }, explicit: false }),
    );
    const loaded = loadFiles(files);
    expect(linesOf(loaded)).toEqual([]);
    expect(loaded.counts).toMatchObject({ files: 4, documents: 4, notObjects: 4, objects: 0 });
  });
});

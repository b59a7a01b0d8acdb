import { selectorMatches, type LabelSelector } from '../model/labels.ts';
import type { WorkloadKind } from '../model/objects.ts';
import { int32, readRoot, stringMap, struct } from './decode.ts';
import type { KindDecoder } from './decoder.ts';
import { goJson } from './go-text.ts';
import { objectMeta, readIdentity } from './metadata.ts';
import { podTemplate, readTemplate, type Template } from './pod-template.ts';
import type { Report } from './report.ts';
import { equalitySelector, labelSelector, readSelector, type SelectorFields } from './selector.ts';
import { labelName, subdomainName } from './syntax.ts';

/** The kinds of apps/v1 and the ReplicationController: a selector, replicas and a template. */

const SELECTOR_PATH = ['spec', 'selector'];

interface AppsKind {
  readonly kind: WorkloadKind;
  /** What the server calls the kind in the message on an empty selector. */
  readonly emptySelectorName: string;
  /** Labels whose value the controller chooses. */
  readonly controllerLabels: readonly string[];
  /** Whether the number of pods is not in the manifest: one for each fitting node. */
  readonly onePerNode?: true;
}

/** k8s.io/kubernetes pkg/apis/apps/validation; the labels are those of k8s.io/api apps/v1. */
const KINDS: readonly AppsKind[] = [
  {
    kind: 'Deployment',
    emptySelectorName: 'deployment',
    controllerLabels: ['pod-template-hash'],
  },
  // The server's message says deployment here, too.
  { kind: 'ReplicaSet', emptySelectorName: 'deployment', controllerLabels: [] },
  {
    kind: 'StatefulSet',
    emptySelectorName: 'statefulset',
    controllerLabels: ['controller-revision-hash'],
  },
  {
    kind: 'DaemonSet',
    emptySelectorName: 'daemonset',
    controllerLabels: ['controller-revision-hash', 'pod-template-generation'],
    onePerNode: true,
  },
];

const ROOT = { unknown: 'partial', others: ['apiVersion', 'kind', 'status'] } as const;

function appsDecoder({
  kind,
  emptySelectorName,
  controllerLabels,
  onePerNode,
}: AppsKind): KindDecoder {
  const ordinals = struct('v1.StatefulSetOrdinals', { start: int32 }, { unknown: 'partial' });
  const spec = struct(
    `v1.${kind}Spec`,
    { replicas: int32, selector: labelSelector, template: podTemplate, ordinals },
    { unknown: 'partial' },
  );
  const root = struct(kind, { metadata: objectMeta, spec }, ROOT);
  return {
    apiVersion: 'apps/v1',
    kind,
    decode(value, report) {
      const fields = readRoot(root, value, report);
      if (report.hasWrongTypes) return null;
      // The names of a StatefulSet's pods are host names.
      const nameRule = kind === 'StatefulSet' ? labelName : subdomainName;
      const identity = readIdentity(fields.metadata, 'namespaced', nameRule, report);
      const { replicas, ordinals: numbering, selector, template } = fields.spec ?? spec.zero;
      const firstOrdinal = numbering?.start ?? 0;
      if (firstOrdinal < 0) {
        const path = ['spec', 'ordinals', 'start'];
        report.invalid('replicas-range', path, firstOrdinal, NOT_NEGATIVE);
      }
      const read = readTemplate(template, ['spec', 'template'], report);
      const selected = readWorkloadSelector(selector, emptySelectorName, kind, report);
      if (selected !== null) checkSelects(selected, read, report);
      return {
        type: 'workload',
        identity,
        workload: {
          kind,
          identity,
          replicas: onePerNode === true ? null : readReplicas(replicas, kind, report),
          suspended: false,
          firstOrdinal,
          template: read,
          controllerLabels: new Map(controllerLabels.map((label) => [label, null])),
          source: report.source,
        },
      };
    },
  };
}

const NOT_NEGATIVE = 'must be greater than or equal to 0';

/** The most pods that Kubernetes supports in a cluster: each pod of a StatefulSet is held by name. */
const MAX_ORDINALS = 150_000;

function readReplicas(replicas: number | null, kind: WorkloadKind, report: Report): number {
  const number = replicas ?? 1;
  const path = ['spec', 'replicas'];
  if (number < 0) report.invalid('replicas-range', path, number, NOT_NEGATIVE);
  if (kind === 'StatefulSet' && number > MAX_ORDINALS) {
    const detail = `netpol holds ${String(MAX_ORDINALS)} pods of a StatefulSet at most, the most that Kubernetes supports in a cluster`;
    report.invalid('replicas-range', path, number, detail);
    return 0;
  }
  return number;
}

const SELECTS_NOTHING = 'nothing';

/** Null where there is none to hold against the template. */
function readWorkloadSelector(
  fields: SelectorFields | null,
  emptyName: string,
  kind: WorkloadKind,
  report: Report,
): LabelSelector | typeof SELECTS_NOTHING | null {
  // Of a DaemonSet, the server only says that no selector selects nothing.
  if (fields === null && kind === 'DaemonSet') return SELECTS_NOTHING;
  if (fields === null) {
    report.required('selector-required', SELECTOR_PATH, '', {
      hint: `a ${kind} needs a selector that matches the labels of its template`,
    });
    return null;
  }
  const errorsBefore = report.errors;
  const selector = readSelector(fields, SELECTOR_PATH, report);
  if (selector.requirements.length === 0 && (fields.matchExpressions ?? []).length === 0) {
    const message = `Invalid value: {}: empty selector is invalid for ${emptyName}`;
    report.error('selector-required', SELECTOR_PATH, message);
    return null;
  }
  return report.errors > errorsBefore ? null : selector;
}

/** "selector must match the template's labels, or the server rejects the object" (all but Jobs). */
function checkSelects(
  selector: LabelSelector | typeof SELECTS_NOTHING,
  template: Template,
  report: Report,
): void {
  if (selector !== SELECTS_NOTHING && selectorMatches(selector, template.labels) === 'yes') return;
  const shown = template.labels.size === 0 ? 'null' : goJson(template.labels);
  const message = `Invalid value: ${shown}: \`selector\` does not match template \`labels\``;
  report.error('selector-template', template.labelsPath, message);
}

export const appsDecoders: readonly KindDecoder[] = KINDS.map(appsDecoder);

const controllerSpec = struct(
  'v1.ReplicationControllerSpec',
  { replicas: int32, selector: stringMap, template: podTemplate },
  { unknown: 'partial' },
);
const controller = struct(
  'ReplicationController',
  { metadata: objectMeta, spec: controllerSpec },
  ROOT,
);

/** v1 ReplicationController; its selector defaults to the template's labels (core/v1/defaults.go). */
export const replicationControllerDecoder: KindDecoder = {
  apiVersion: 'v1',
  kind: 'ReplicationController',
  decode(value, report) {
    const fields = readRoot(controller, value, report);
    if (report.hasWrongTypes) return null;
    const identity = readIdentity(fields.metadata, 'namespaced', subdomainName, report);
    const { replicas, selector, template } = fields.spec ?? controllerSpec.zero;
    const templatePath = ['spec', 'template'];
    if (template === null) {
      report.required('template-required', templatePath);
      return null;
    }
    const read = readTemplate(template, templatePath, report);
    const written = selector !== null && selector.size > 0 ? selector : read.labels;
    if (written.size === 0) report.required('selector-required', SELECTOR_PATH);
    else checkSelects(equalitySelector(written, SELECTOR_PATH), read, report);
    return {
      type: 'workload',
      identity,
      workload: {
        kind: 'ReplicationController',
        identity,
        replicas: readReplicas(replicas, 'ReplicationController', report),
        suspended: false,
        firstOrdinal: 0,
        template: read,
        controllerLabels: new Map(),
        source: report.source,
      },
    };
  },
};

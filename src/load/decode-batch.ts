import type { FieldPath } from '../model/source.ts';
import { bool, int32, readRoot, string, struct } from './decode.ts';
import type { KindDecoder } from './decoder.ts';
import { byteLength } from './go-text.ts';
import { objectMeta, readIdentity, type Identity } from './metadata.ts';
import { podTemplate, readTemplate } from './pod-template.ts';
import type { Report } from './report.ts';
import { subdomainName } from './syntax.ts';

/** batch/v1 Job and CronJob. Their selectors are generated, so that nothing is held against them. */

const jobSpec = struct(
  'v1.JobSpec',
  {
    parallelism: int32,
    completions: int32,
    completionMode: string('v1.CompletionMode'),
    manualSelector: bool,
    suspend: bool,
    template: podTemplate,
  },
  { unknown: 'partial' },
);
const jobTemplate = struct('v1.JobTemplateSpec', { spec: jobSpec }, { unknown: 'partial' });
const cronJobSpec = struct(
  'v1.CronJobSpec',
  { suspend: bool, jobTemplate },
  { unknown: 'partial' },
);

const ROOT = { unknown: 'partial', others: ['apiVersion', 'kind', 'status'] } as const;
const job = struct('Job', { metadata: objectMeta, spec: jobSpec }, ROOT);
const cronJob = struct('CronJob', { metadata: objectMeta, spec: cronJobSpec }, ROOT);

const COMPLETION_MODES = ['NonIndexed', 'Indexed'];

type JobSpec = (typeof jobSpec)['zero'];

export const jobDecoder: KindDecoder = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  decode(value, report) {
    const fields = readRoot(job, value, report);
    if (report.hasWrongTypes) return null;
    const identity = readIdentity(fields.metadata, 'namespaced', subdomainName, report);
    const spec = fields.spec ?? jobSpec.zero;
    const template = readTemplate(spec.template, ['spec', 'template'], report);
    const suspended = spec.suspend ?? false;
    return {
      type: 'workload',
      identity,
      workload: {
        kind: 'Job',
        identity,
        replicas: suspended ? 0 : readParallelism(spec, ['spec'], report),
        suspended,
        firstOrdinal: 0,
        template,
        controllerLabels: controllerLabels(spec, template.labels, identity),
        source: report.source,
      },
    };
  },
};

export const cronJobDecoder: KindDecoder = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  decode(value, report) {
    const fields = readRoot(cronJob, value, report);
    if (report.hasWrongTypes) return null;
    const identity = readIdentity(fields.metadata, 'namespaced', subdomainName, report);
    // Its Jobs' names are its own and 11 characters more.
    if (byteLength(identity.name) > 52) {
      const detail = 'must be no more than 52 characters';
      report.invalid('name-invalid', ['metadata', 'name'], identity.name, detail);
    }
    const spec = fields.spec?.jobTemplate?.spec ?? jobSpec.zero;
    const path = ['spec', 'jobTemplate', 'spec'];
    const template = readTemplate(spec.template, [...path, 'template'], report);
    const suspended = (fields.spec?.suspend ?? false) || (spec.suspend ?? false);
    return {
      type: 'workload',
      identity,
      workload: {
        kind: 'CronJob',
        identity,
        replicas: suspended ? 0 : readParallelism(spec, path, report),
        suspended,
        firstOrdinal: 0,
        template,
        controllerLabels: controllerLabels(spec, template.labels, null),
        source: report.source,
      },
    };
  },
};

/** How many pods run at a time: never more than are to complete. */
function readParallelism(spec: JobSpec, path: FieldPath, report: Report): number {
  for (const field of ['parallelism', 'completions'] as const) {
    const number = spec[field];
    if (number === null || number >= 0) continue;
    const detail = 'must be greater than or equal to 0';
    report.invalid('replicas-range', [...path, field], number, detail);
  }
  const mode = spec.completionMode ?? 'NonIndexed';
  if (!COMPLETION_MODES.includes(mode)) {
    report.unsupported('completion-mode', [...path, 'completionMode'], mode, COMPLETION_MODES);
  }
  const parallelism = spec.parallelism ?? 1;
  return spec.completions === null ? parallelism : Math.min(parallelism, spec.completions);
}

/**
 * The labels that the server puts into a Job's template (pkg/registry/batch/job/strategy.go),
 * unless it is told not to. The names of a CronJob's Jobs are made up, so that they are unknown.
 */
function controllerLabels(
  spec: JobSpec,
  written: ReadonlyMap<string, string>,
  owner: Identity | null,
): ReadonlyMap<string, string | null> {
  const labels = new Map<string, string | null>();
  if (spec.manualSelector !== true) {
    const name = owner === null || owner.generated ? null : owner.name;
    for (const key of ['batch.kubernetes.io/job-name', 'job-name']) labels.set(key, name);
    for (const key of ['batch.kubernetes.io/controller-uid', 'controller-uid']) {
      // A dump has the value; the server refuses any other.
      labels.set(key, written.get(key) ?? owner?.uid ?? null);
    }
  }
  if (spec.completionMode === 'Indexed') {
    labels.set('batch.kubernetes.io/job-completion-index', null);
  }
  return labels;
}

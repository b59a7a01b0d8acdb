import type { FieldPath } from '../model/source.ts';
import { struct } from './decode.ts';
import type { PodShape } from './decoder.ts';
import { checkLabels, templateMeta } from './metadata.ts';
import { podSpec, readPodSpec } from './pod-spec.ts';
import type { Report } from './report.ts';

/** PodTemplateSpec: only the labels of its metadata become the pods'. */
export const podTemplate = struct(
  'v1.PodTemplateSpec',
  { metadata: templateMeta, spec: podSpec },
  { unknown: 'partial', others: ['apiVersion', 'kind'] },
);

/** A template as it was read. */
export type PodTemplateFields = (typeof podTemplate)['zero'];

/** What a template says of its pods. */
export interface Template extends PodShape {
  readonly labels: ReadonlyMap<string, string>;
  readonly labelsPath: FieldPath;
}

/** Checks a template (core/validation ValidatePodTemplateSpec), at `path`. */
export function readTemplate(
  fields: PodTemplateFields | null,
  path: FieldPath,
  report: Report,
): Template {
  const labels: ReadonlyMap<string, string> = fields?.metadata?.labels ?? new Map<string, string>();
  const labelsPath = [...path, 'metadata', 'labels'];
  // The server's messages leave out `metadata`.
  checkLabels(labels, [...path, 'labels'], report, labelsPath);
  const spec = readPodSpec(fields?.spec ?? null, [...path, 'spec'], report);
  const { hostNetwork, nodeName, ports, endedPorts } = spec;
  return { hostNetwork, nodeName, ports, endedPorts, labels, labelsPath };
}

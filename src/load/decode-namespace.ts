import { NAMESPACE_NAME_LABEL } from '../model/objects.ts';
import { readRoot, struct } from './decode.ts';
import type { KindDecoder } from './decoder.ts';
import { objectMeta, readIdentity } from './metadata.ts';
import { labelName } from './syntax.ts';

const namespace = struct(
  'Namespace',
  { metadata: objectMeta },
  { unknown: 'partial', others: ['apiVersion', 'kind', 'spec', 'status'] },
);

/** v1 Namespace. A metadata.namespace on it is dropped, as kubectl does. */
export const namespaceDecoder: KindDecoder = {
  apiVersion: 'v1',
  kind: 'Namespace',
  decode(value, report) {
    const fields = readRoot(namespace, value, report);
    if (report.hasWrongTypes) return null;
    const identity = readIdentity(fields.metadata, 'cluster', labelName, report);
    const { name } = identity;
    // The server sets its own label whatever the manifest says (core/v1/defaults.go).
    const labels = new Map(identity.labels).set(NAMESPACE_NAME_LABEL, name);
    return { type: 'namespace', identity, namespace: { name, labels, source: report.source } };
  },
};

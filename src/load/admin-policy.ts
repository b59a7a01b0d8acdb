import type { Tier } from '../model/policy.ts';
import type { SubjectFields } from './admin-policy-fields.ts';
import { directionOf, warnOfNulls } from './admin-policy-head.ts';
import {
  readAdminRules,
  readSubject,
  type AdminDialect,
  type AnyRule,
  type PortReader,
} from './admin-policy-rules.ts';
import type { Decoded } from './decoder.ts';
import type { Identity } from './metadata.ts';
import type { Report } from './report.ts';

/** What the kinds of policy.networking.k8s.io differ in, once their heads are read. */
export interface AdminKind<Ports> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly tier: Tier;
  readonly priority: number;
  readonly dialect: AdminDialect;
  /** Reads the ports of a rule from the field that the version has for them. */
  readonly readPorts: PortReader<Ports>;
}

/** Reads the subject and the rules of a policy, the same in every kind, and puts it together. */
export function readAdminPolicy<Ports>(
  { apiVersion, kind, tier, priority, dialect, readPorts }: AdminKind<Ports>,
  spec: {
    readonly subject: SubjectFields | null;
    readonly ingress: readonly (AnyRule & Ports)[] | null;
    readonly egress: readonly (AnyRule & Ports)[] | null;
  },
  identity: Identity,
  report: Report,
): Decoded {
  const subject = readSubject(spec.subject, ['spec', 'subject'], dialect, report);
  const ingress = readAdminRules(spec.ingress, ['spec', 'ingress'], dialect, readPorts, report);
  const egress = readAdminRules(spec.egress, ['spec', 'egress'], dialect, readPorts, report);
  const policy = {
    apiVersion,
    kind,
    namespace: null,
    name: identity.name,
    tier,
    priority,
    subject,
    ingress: directionOf(ingress),
    egress: directionOf(egress),
    directionsDefaulted: false,
    source: report.source,
  };
  warnOfNulls(report);
  return { type: 'policy', policy, identity };
}

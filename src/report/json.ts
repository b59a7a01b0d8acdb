import type {
  CaseExplanation,
  EndExplanation,
  Explanation,
  Place,
  PolicyMention,
  RuleExplanation,
  RuleMention,
  TierStep,
} from '../explain/explanation.ts';
import type { Format } from './format.ts';
import { jsonText, yamlText, type Json } from './data-text.ts';

/** Version of the shape of the output; a change that could break a reader raises it. */
export const SCHEMA_VERSION = 1;

/** An explanation as JSON data with keys in a fixed order: what schema/check-v1.json describes. */
export function explanationData(
  explanation: Explanation,
  version: string,
): { [key: string]: Json } {
  const { verdict, decidedAt, question, cases, told, remedies, hints, assumptions, unknown } =
    explanation;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'netpol', version },
    verdict,
    decidedAt: [...decidedAt],
    question: {
      from: question.from,
      to: question.to,
      ports: [...question.ports],
      namespace: question.namespace,
      family: question.family,
    },
    cases: cases.map(caseData),
    explained: told,
    remedies: remedies.map((remedy) => ({
      end: remedy.end,
      kind: remedy.kind,
      text: remedy.text,
      policy: { namespace: remedy.policy.namespace, name: remedy.policy.name },
      path: remedy.path,
      source: remedy.place === null ? null : placeData(remedy.place),
      yaml: remedy.yaml.join('\n'),
      replaces: remedy.replaces,
      isolates: remedy.isolates,
      opens: {
        pods: remedy.opens.pods,
        names: [...remedy.opens.names],
        subjects: remedy.opens.subjects,
      },
    })),
    hints: hints.map(({ code, text, place, end }) => ({
      code,
      text,
      end,
      source: place === null ? null : placeData(place),
    })),
    assumptions: assumptions.map(({ code, text }) => ({ code, text })),
    unknown:
      unknown === null
        ? null
        : {
            missing: unknown.missing.map(({ kind, text }) => ({ kind, text })),
            outcomes: unknown.outcomes.map(({ when, verdict: own }) => ({
              when: when.map((facts) => [...facts]),
              verdict: own,
            })),
            supply: [...unknown.supply],
          },
  };
}

function caseData(item: CaseExplanation): Json {
  const { source, destination, service, problem } = item;
  return {
    from: { ...source },
    to: { ...destination },
    service:
      service === null
        ? null
        : {
            namespace: service.namespace,
            name: service.name,
            port: service.port,
            portName: service.portName,
            podPort: service.podPort,
          },
    ports: [...item.ports],
    family: item.family,
    verdict: item.verdict,
    decidedAt: [...item.decidedAt],
    problem: problem === null ? null : { code: problem.code, text: problem.text },
    egress: item.egress === null ? null : endData(item.egress),
    ingress: item.ingress === null ? null : endData(item.ingress),
  };
}

function endData(end: EndExplanation): Json {
  return {
    verdict: end.verdict,
    reason: end.reason,
    because: end.because,
    tiers: end.tiers.map(tierData),
    isolatedBy: end.isolatedBy.map((policy) => ({
      ...policyData(policy),
      selects: policy.selects,
      source: placeData(policy.place),
    })),
    deciding: end.deciding === null ? null : ruleData(end.deciding),
    alsoDeciding: end.alsoDeciding.map(ruleMentionData),
    closest: end.closest === null ? null : ruleData(end.closest),
  };
}

function tierData({ tier, outcome, text, policies, rules, skipped }: TierStep): Json {
  return {
    tier,
    outcome,
    text,
    policies: policies.map((policy) => ({
      ...policyData(policy),
      selects: policy.selects,
      source: placeData(policy.place),
    })),
    rules: rules.map(ruleMentionData),
    skipped: skipped.map(({ rule, code, wanted, actual }) => ({
      ...ruleMentionData(rule),
      code,
      wanted,
      actual,
    })),
  };
}

function policyData({ apiVersion, kind, namespace, name, tier, priority }: PolicyMention): {
  [key: string]: Json;
} {
  return { apiVersion, kind, namespace, name, tier, priority };
}

function ruleMentionData(rule: RuleMention): { [key: string]: Json } {
  return {
    policy: policyData(rule.policy),
    rule: rule.rule,
    name: rule.ruleName,
    action: rule.action,
    path: rule.path,
    pointer: rule.pointer,
    source: placeData(rule.place),
  };
}

function ruleData(rule: RuleExplanation): Json {
  return {
    ...ruleMentionData(rule),
    matched: rule.matched,
    clauses: rule.clauses.map((clause) => ({
      clause: clause.clause,
      matched: clause.matched,
      code: clause.code,
      wanted: clause.wanted,
      actual: clause.actual,
      path: clause.path,
      source: placeData(clause.place),
    })),
  };
}

function placeData({ file, line, column, document }: Place): Json {
  return { file, line, column, document };
}

export const JSON_FORMAT: Format = {
  name: 'json',
  render: (explanation, view) => `${jsonText(explanationData(explanation, view.version))}\n`,
};

export const YAML_FORMAT: Format = {
  name: 'yaml',
  render: (explanation, view) => yamlText(explanationData(explanation, view.version)),
};

import type { FactValue, MissingFact } from '../../src/model/decision.ts';
import type { Endpoint } from '../../src/model/connection.ts';
import { formatRange } from '../../src/model/ip-text.ts';
import type { Pod } from '../../src/model/objects.ts';
import { policyName } from '../../src/model/policy.ts';

function podName(pod: Pod): string {
  return `${pod.namespace}/${pod.name}`;
}

function endName(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'pod':
      return podName(endpoint.pod);
    case 'node':
      return `node ${endpoint.node.name}`;
    case 'address':
      return formatRange({
        family: endpoint.address.family,
        first: endpoint.address.value,
        last: endpoint.address.value,
      });
    case 'hostname':
      return endpoint.name;
  }
}

/** A missing fact with all that it says: `label rev of the source default/web`. */
export function sayFact(fact: MissingFact): string {
  switch (fact.kind) {
    case 'label':
      return `label ${fact.key} of the ${fact.end} ${podName(fact.pod)}`;
    case 'address':
      return `IPv${String(fact.family)} address of the ${fact.end} ${endName(fact.endpoint)}`;
    case 'node':
      return `node of the ${fact.end} ${podName(fact.pod)}`;
    case 'nodeLabels':
      return `labels of the node of the ${fact.end} ${endName(fact.endpoint)}`;
    case 'hostname':
      return `addresses of ${fact.name}`;
    case 'domainNames':
      return `whether ${endName(fact.endpoint)} is ${fact.names.join(' or ')}`;
    case 'tie':
      return `order of ${fact.rules
        .map(({ policy, rule }) => `${policyName(policy)}[${String(rule.index)}]`)
        .join(' and ')}`;
    case 'hairpin':
      return `the way of ${podName(fact.pod)} to itself`;
  }
}

/** A value of a missing fact with all that it says: `rev of the source default/web is 1`. */
export function sayValue(value: FactValue): string {
  switch (value.kind) {
    case 'label':
      return `${value.key} of the ${value.end} ${podName(value.pod)} is ${value.value ?? 'another'}`;
    case 'address':
      return `the ${value.end} ${endName(value.endpoint)} is in ${value.ranges.map(formatRange).join(', ')}`;
    case 'node':
      return `the ${value.end} ${podName(value.pod)} is on ${value.node ?? 'some node'}, ${value.sameNode ? 'with' : 'without'} the other end`;
  }
}

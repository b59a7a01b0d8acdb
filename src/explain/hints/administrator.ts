import { endsOf } from '../context.ts';
import { isDeniedAbove } from '../ends.ts';
import { policyText } from '../names.ts';
import { placeOf } from '../places.ts';
import { endOf, type FindHint } from './hint.ts';

export const deniedByAdministrator: FindHint = (context) => {
  const end = endsOf(context).find(isDeniedAbove);
  const ref = end?.decision.deciding[0];
  if (end === undefined || ref === undefined) return null;
  const { policy, rule } = ref;
  return {
    text:
      `No NetworkPolicy can allow what the ${policy.tier.name} tier denies: ` +
      `only cluster administrators can change ${policyText(policy)}.`,
    place: placeOf(context.sources.locator, policy.source, rule.path, 'key'),
    end: endOf(end),
  };
};

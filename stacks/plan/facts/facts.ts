import type { PlannedResource } from '../../planned.ts';
import { awsFacts } from './aws.ts';
import { azureFacts } from './azure.ts';
import { saidOf, type Facts } from './fact.ts';
import { googleFacts } from './google.ts';

const facts: Facts = { ...awsFacts, ...googleFacts, ...azureFacts };

/** What is worth knowing about a resource, as short texts. */
export function factsOf(resource: PlannedResource): readonly string[] {
  return saidOf(Object.hasOwn(facts, resource.type) ? (facts[resource.type] ?? []) : [], resource);
}

/** The type as a person says it: a `nat gateway`, and where one word says too little, an `rds instance`. */
export function kindOf({ type }: Pick<PlannedResource, 'type'>): string {
  const [, module = '', name = ''] = type.split(':');
  const words = name
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ')
    .toLowerCase()
    .replaceAll(/\bi am\b/g, 'iam');
  const service = module.split('/')[0] ?? '';
  return words.includes(' ') || words === service ? words : `${service} ${words}`;
}

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

/** The type as a person says it: `aws:ec2/natGateway:NatGateway` is a `nat gateway`. */
export function kindOf({ type }: Pick<PlannedResource, 'type'>): string {
  const name = type.slice(type.lastIndexOf(':') + 1);
  return name
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ')
    .toLowerCase()
    .replaceAll(/\bi am\b/g, 'iam');
}

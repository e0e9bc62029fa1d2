import type { Plan, PlannedResource } from '../planned.ts';

/** The order in which a person reads about an environment: what the rest stands on first. */
const order = [
  'services',
  'resource-group',
  'network',
  'encryption',
  'kubernetes',
  'nodes',
  'identity',
  'postgres',
  'redis',
  'storage',
  'secrets',
  'entry',
  'certificate',
  'quarantine',
  'exports',
  'backups',
  'logs',
  'alarms',
];

export interface ConcernPlan {
  readonly concern: string;
  readonly resources: readonly PlannedResource[];
}

/** What a plan makes in the cloud, by component. Providers are not of the cloud. */
export function byConcern(plan: Plan): readonly ConcernPlan[] {
  const resources = plan.resources.filter(({ type }) => !type.startsWith('pulumi:'));
  const concerns = [...new Set(resources.map(({ concern }) => concern))];
  const place = (concern: string): number => (order.includes(concern) ? order.indexOf(concern) : order.length);
  return concerns
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
    .map((concern) => ({ concern, resources: resources.filter((resource) => resource.concern === concern) }));
}

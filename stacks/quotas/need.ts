import type { PlannedResource } from '../planned.ts';

/** What a plan takes of one quota, on top of what its state has already. */
export interface Need {
  /** Id in the table of quotas. */
  readonly quota: string;
  /** Zone or family that the quota is for; empty where it is for the whole region. */
  readonly scope: string;
  /** To begin with. */
  readonly amount: number;
  /** When every pool has grown as far as it may, while it is upgraded. */
  readonly most: number;
  /** Logical names of the resources. */
  readonly of: readonly string[];
}

export type Resource = Pick<PlannedResource, 'urn' | 'type' | 'name' | 'inputs'>;

/** Adds up what is for the same quota and scope, in order; what takes nothing is left out. */
export function summed(needs: readonly Need[]): readonly Need[] {
  const sums = new Map<string, Need>();
  for (const need of needs) {
    if (need.most === 0) continue;
    const key = `${need.quota}\n${need.scope}`;
    const sum = sums.get(key);
    sums.set(key, {
      ...need,
      amount: need.amount + (sum?.amount ?? 0),
      most: need.most + (sum?.most ?? 0),
      of: [...(sum?.of ?? []), ...need.of],
    });
  }
  return [...sums.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, need]) => need);
}

/** What there is one of for each resource of some types. */
export function countedNeeds(
  resources: readonly PlannedResource[],
  there: ReadonlySet<string>,
  quotaOf: (resource: PlannedResource) => readonly { readonly quota: string; readonly scope?: string }[],
): readonly Need[] {
  return resources
    .filter(({ urn, aliases }) => ![urn, ...aliases].some((known) => there.has(known)))
    .flatMap((resource) =>
      quotaOf(resource).map(({ quota, scope = '' }) => ({ quota, scope, amount: 1, most: 1, of: [resource.name] })),
    );
}

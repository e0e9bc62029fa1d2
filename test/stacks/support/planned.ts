import type { Plan, PlannedResource } from '../../../stacks/planned.ts';

/** A resource of a plan with nothing remarkable about it but what is given. */
export function planned(type: string, name: string, rest: Partial<PlannedResource> = {}): PlannedResource {
  const concern = rest.concern ?? name.split('-')[0] ?? '';
  return {
    urn: `urn:pulumi:acme::planewright::planewright:aws:${concern}$${type}::${name}`,
    type,
    name,
    physicalName: `acme-${name}`,
    concern,
    inputs: {},
    protect: false,
    retainOnDelete: false,
    dependencies: [],
    aliases: [],
    ignoreChanges: [],
    ...rest,
  };
}

export function planOf(...resources: readonly PlannedResource[]): Plan {
  return { environment: 'acme', resources, outputs: {} };
}

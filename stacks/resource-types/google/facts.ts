import type { NameRule } from '../resource-type.ts';

/** Name of most objects of Google Cloud (RFC 1035). Source: https://cloud.google.com/compute/docs/naming-resources. */
export const label = (unique: NameRule['unique'], max = 63, property = 'name'): NameRule => ({
  property,
  max,
  pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  unique,
});

/** Permissions of a deployer on a kind of object, by IAM's own verbs. */
export function crud(...kinds: readonly string[]): readonly string[] {
  return kinds.flatMap((kind) => ['create', 'get', 'update', 'delete'].map((verb) => `${kind}.${verb}`));
}

/** Page of a resource in the provider's documentation: what forces a replacement, what is computed. */
export const provider = (resource: string): string =>
  `https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/${resource}`;

/** A member of a policy of IAM: whatever changes, it is another one. */
export const member = (on: string, resource: string, deployer: readonly string[]) =>
  ({
    name: { foundBy: `role and member on its ${on}` },
    computed: {},
    replacedBy: [on, 'role', 'member', 'condition', 'project'],
    holdsData: false,
    tags: 'none',
    deployer,
    source: provider(resource),
  }) as const;

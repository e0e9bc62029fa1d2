import { IAMMember as ProjectMember } from '@pulumi/gcp/projects/iammember.js';
import { SecretIamMember } from '@pulumi/gcp/secretmanager/secretIamMember.js';
import { IAMMember as AccountMember } from '@pulumi/gcp/serviceaccount/iammember.js';
import { BucketIAMMember } from '@pulumi/gcp/storage/bucketIAMMember.js';
import type * as pulumi from '@pulumi/pulumi';
import { grantedOn } from './permissions/granted-on.ts';
import type { GooglePrincipal } from './permissions/principals.ts';

/** How a concern makes members: names, options, and what must be there before something can be granted on it. */
export interface MemberMaking {
  readonly named: (role: string) => string;
  readonly options: (after: readonly pulumi.Resource[]) => pulumi.CustomResourceOptions;
  /** What makes a resource, by its full name; nothing for what was brought. */
  readonly made: ReadonlyMap<string, readonly pulumi.Resource[]>;
  /** What makes the principal itself. */
  readonly principal: readonly pulumi.Resource[];
}

/**
 * Gives a principal what its table says, one member for each role and resource. Members are added to what others have
 * granted: bindings would take that away.
 */
export function grantMembers(principal: GooglePrincipal, making: MemberMaking): readonly pulumi.Resource[] {
  return principal.grants.flatMap(({ id, allows, on, expression }) =>
    allows.flatMap((role) =>
      on.map((resource) => {
        // A grant is on one resource or on a list of fixed length, so that no name changes with another.
        const name = making.named(
          [principal.principal, dashed(id), ...(on.length > 1 ? [lastPart(resource)] : [])].join('-'),
        );
        const options = making.options([...making.principal, ...(making.made.get(resource) ?? [])]);
        const condition = expression === undefined ? {} : { condition: { title: dashed(id), expression } };
        return newMember(resource, name, { role, member: principal.member, ...condition }, options);
      }),
    ),
  );
}

interface Granted {
  readonly role: string;
  readonly member: string;
  readonly condition?: { readonly title: string; readonly expression: string };
}

function newMember(
  resource: string,
  name: string,
  granted: Granted,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const on = grantedOn(resource);
  switch (on.kind) {
    case 'bucket':
      return new BucketIAMMember(name, { bucket: on.bucket, ...granted }, options);
    case 'secret':
      return new SecretIamMember(name, { project: on.project, secretId: on.secretId, ...granted }, options);
    case 'account':
      return new AccountMember(name, { serviceAccountId: on.account, ...granted }, options);
    case 'project':
      return new ProjectMember(name, { project: on.project, ...granted }, options);
  }
}

/** `ListedSecrets` as `listed-secrets`. */
function dashed(id: string): string {
  return id.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}

function lastPart(resource: string): string {
  return resource.replace(/^.*\//, '').replace(/@.*$/, '');
}

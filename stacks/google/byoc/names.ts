import type { ByocGoogleEnvironment } from '../../environment/schema/environment.ts';
import { nameOf } from '../../naming/name-of.ts';

/** Accounts that let the vendor in. The first two are published; the third is ours, and has rights for a while only. */
export const vendorAccounts = ['deploy', 'support', 'diagnostics'] as const;
export type VendorAccount = (typeof vendorAccounts)[number];

/** Roles of our own making, where a published role holds more than is needed. */
export const customRoles = ['buckets', 'support', 'diagnostics'] as const;
export type CustomRole = (typeof customRoles)[number];

export interface BootstrapNames {
  readonly project: string;
  readonly projectNumber: string;
  readonly region: string;
  /** Name of the environment: `deployment_name` of the plane, and front of everything that the vendor's deployer makes. */
  readonly plane: string;
  readonly stateBucket: string;
  readonly licenseSecret: string;
  readonly archive: string;
  /** Tag of the bucket that holds the state: `<project>/<key>`, and its one value. */
  readonly tagKey: string;
}

/**
 * The environment under whose name the bootstrap's own objects go, apart from those of the plane.
 * @throws TypeError if the environment's own name would reach them.
 */
export function bootstrapEnvironment(environment: ByocGoogleEnvironment): ByocGoogleEnvironment {
  const { name } = environment.metadata;
  if (/^bootstrap(-|$)/.test(name)) {
    throw new TypeError(
      `metadata.name: an environment of mode BYOC cannot be called ${name}: the vendor's deployer owns what begins with the name, and the bootstrap's own objects begin with bootstrap-. Choose another name`,
    );
  }
  return { ...environment, metadata: { name: `bootstrap-${name}` } };
}

export function bootstrapNames(environment: ByocGoogleEnvironment): BootstrapNames {
  const { cloud } = environment.spec;
  const own = bootstrapEnvironment(environment);
  return {
    project: cloud.project,
    projectNumber: cloud.projectNumber,
    region: cloud.region,
    plane: environment.metadata.name,
    stateBucket: nameOf(own, 'gcp:storage/bucket:Bucket', 'state'),
    licenseSecret: nameOf(own, 'gcp:secretmanager/secret:Secret', 'license-key'),
    archive: nameOf(own, 'gcp:logging/projectBucketConfig:ProjectBucketConfig', 'archive'),
    tagKey: 'planewright-bootstrap',
  };
}

/** Account id as the vendor's own bootstrap has it. Source: vendor's Google module, managed-byoc. */
export function accountId(account: VendorAccount): string {
  return `braintrust-${account}`;
}

export function accountEmail(account: VendorAccount, { project }: BootstrapNames): string {
  return `${accountId(account)}@${project}.iam.gserviceaccount.com`;
}

/** An account as deny policies call it. */
export function deniedPrincipal(account: VendorAccount, names: BootstrapNames): string {
  return `principal://iam.googleapis.com/projects/-/serviceAccounts/${accountEmail(account, names)}`;
}

export function customRoleId(role: CustomRole, environment: ByocGoogleEnvironment): string {
  return nameOf(bootstrapEnvironment(environment), 'gcp:projects/iAMCustomRole:IAMCustomRole', role);
}

export function customRoleName(role: CustomRole, environment: ByocGoogleEnvironment): string {
  return `projects/${environment.spec.cloud.project}/roles/${customRoleId(role, environment)}`;
}

import type { ByocAwsEnvironment } from '../../environment/schema/environment.ts';

/** The vendor's roles, as it publishes them. Source: vendor's AWS module, managed-byoc-v2. */
export const vendorRoles = ['Deployment', 'Support', 'Observer', 'Diagnostics'] as const;
export type VendorRole = (typeof vendorRoles)[number];

/** What each role may reach at most: a permissions boundary. Support and Observer, both people, share one. */
export const ceilings = ['Deployment', 'People', 'Diagnostics', 'Runtime', 'Trail'] as const;
export type Ceiling = (typeof ceilings)[number];

/**
 * Everything of the bootstrap by name and ARN. All of it is known beforehand, so that policy documents and the hand-over
 * hold no unknowns. Roles and policies carry the vendor's published names and path: its own documents, its deployer and
 * its access entries of EKS refer to them.
 */
export interface BootstrapNames {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** Name of the environment: `deployment_name` of the plane, and front of everything that the vendor's deployer makes. */
  readonly plane: string;
  readonly externalId: string;
  readonly stateBucket: string;
  readonly operationsBucket: string;
  readonly archiveBucket: string;
  /** Name of the secret for the license key. */
  readonly licenseSecret: string;
  readonly trail: string;
  readonly trailLogGroup: string;
  readonly transcriptsLogGroup: string;
  readonly shellDocument: string;
  readonly topic: string;
}

/** Path of every role and policy of the bootstrap. Source: vendor's AWS module, managed-byoc-v2. */
export const bootstrapPath = '/braintrust-byoc/';

/** Tag of what belongs to the bootstrap. Keys are told apart by it, since their ids are not known beforehand. */
export const bootstrapTag = 'planewright:bootstrap';

/** Tag by which the vendor's deployer owns what it makes; so nothing of the bootstrap may carry it. */
export const vendorTag = 'BraintrustDeploymentName';

/**
 * The environment under whose name the bootstrap's own objects go. The vendor's deployer may do as it likes with what
 * begins with `<environment>-`, so the bootstrap must not.
 * @throws TypeError if the environment's own name would reach them.
 */
export function bootstrapEnvironment(environment: ByocAwsEnvironment): ByocAwsEnvironment {
  const { name } = environment.metadata;
  if (/^bootstrap(-|$)/.test(name)) {
    throw new TypeError(
      `metadata.name: an environment of mode BYOC cannot be called ${name}: the vendor's deployer owns what begins with the name, and the bootstrap's own objects begin with bootstrap-. Choose another name`,
    );
  }
  return { ...environment, metadata: { name: `bootstrap-${name}` } };
}

export function roleName(role: VendorRole, { plane }: BootstrapNames): string {
  return `Braintrust${role}Role-${plane}`;
}

export function roleArn(role: VendorRole, names: BootstrapNames): string {
  return iamArn(`role${bootstrapPath}${roleName(role, names)}`, names);
}

/** Any of the vendor's roles, as a pattern of ARNs. */
export function anyVendorRole(names: BootstrapNames): string {
  return iamArn(`role${bootstrapPath}Braintrust*Role-${names.plane}`, names);
}

export function boundaryName(ceiling: Ceiling, { plane }: BootstrapNames): string {
  return `Braintrust${ceiling}Boundary-${plane}`;
}

export function boundaryArn(ceiling: Ceiling, names: BootstrapNames): string {
  return iamArn(`policy${bootstrapPath}${boundaryName(ceiling, names)}`, names);
}

/** The policy with all rights of diagnostics: alone in being attached for a while only. */
export function diagnosticsPolicyArn(names: BootstrapNames): string {
  return iamArn(`policy${bootstrapPath}${policyName('Diagnostics', '1', names)}`, names);
}

export function policyName(role: VendorRole, part: string, { plane }: BootstrapNames): string {
  return `Braintrust${role}-${plane}-${part}`;
}

export function iamArn(resource: string, { partition, account }: BootstrapNames): string {
  return `arn:${partition}:iam::${account}:${resource}`;
}

/** ARN of something in the region of the environment. */
export function regionalArn(service: string, resource: string, names: BootstrapNames): string {
  return `arn:${names.partition}:${service}:${names.region}:${names.account}:${resource}`;
}

export function bucketArn(bucket: string, { partition }: BootstrapNames): string {
  return `arn:${partition}:s3:::${bucket}`;
}

import * as z from 'zod';

/**
 * What the program of a bootstrap returns, each an output of the stack: how the vendor comes in, and where it may put what
 * it keeps. No secret is among them: only where secrets are.
 */
const diagnostics = z.strictObject({
  mode: z.enum(['Disallowed', 'Approval', 'VendorDiscretion']),
  /** ISO 8601; both left out while they are closed. */
  from: z.string().optional(),
  until: z.string().optional(),
});

export const byocAwsOutputs = z.strictObject({
  provider: z.literal('aws'),
  account: z.string(),
  region: z.string(),
  /** What the vendor must call its deployment: its rights reach what begins with it. */
  deploymentName: z.string(),
  externalId: z.string(),
  deploymentRoleArn: z.string(),
  supportRoleArn: z.string(),
  observerRoleArn: z.string(),
  /** Left out where diagnostics are disallowed. */
  diagnosticsRoleArn: z.string().optional(),
  /** Boundary that each role of the plane must carry. */
  runtimeBoundaryArn: z.string(),
  sessionSeconds: z.number(),
  stateBucket: z.string(),
  statePrefix: z.string(),
  operationsBucket: z.string(),
  operationsPrefix: z.string(),
  bootstrapKeyArn: z.string(),
  licenseSecretArn: z.string(),
  /** Left out where diagnostics are disallowed. */
  shellDocument: z.string().optional(),
  transcriptsLogGroup: z.string().optional(),
  /** Id of the organization's policies; empty where they are only printed. */
  guardrails: z.array(z.string()),
  quotas: z.array(z.strictObject({ service: z.string(), code: z.string(), what: z.string(), value: z.number() })),
  diagnostics,
});

export const byocGoogleOutputs = z.strictObject({
  provider: z.literal('google'),
  project: z.string(),
  projectNumber: z.string(),
  region: z.string(),
  deploymentName: z.string(),
  deployServiceAccount: z.string(),
  supportServiceAccount: z.string(),
  /** Left out where diagnostics are disallowed. */
  diagnosticsServiceAccount: z.string().optional(),
  stateBucket: z.string(),
  licenseSecret: z.string(),
  services: z.array(z.string()),
  /** Policies of denial that may stand in the deployer's way. */
  denyPolicies: z.array(z.string()),
  quotas: z.array(
    z.strictObject({ quota: z.string(), dimensions: z.record(z.string(), z.string()), value: z.number() }),
  ),
  diagnostics,
});

export type ByocAwsOutputs = z.output<typeof byocAwsOutputs>;
export type ByocGoogleOutputs = z.output<typeof byocGoogleOutputs>;
export type ByocOutputs = ByocAwsOutputs | ByocGoogleOutputs;

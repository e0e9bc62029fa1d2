import * as z from 'zod';
import { text } from '../../../src/api/fields.ts';
import { selfHostedAws, type SelfHostedAwsSpec } from './aws.ts';
import { selfHostedAzure, type SelfHostedAzureSpec } from './azure.ts';
import { byocAws, byocGoogle, saas, type ByocAwsSpec, type ByocGoogleSpec, type SaasSpec } from './byoc.ts';
import { deploymentName, environmentApiVersion, environmentKind } from './common.ts';
import { selfHostedGoogle, type SelfHostedGoogleSpec } from './google.ts';

/** One environment after its layers lie on each other and its profile has filled in the rest. */
interface EnvironmentOf<Spec> {
  readonly apiVersion: typeof environmentApiVersion;
  readonly kind: typeof environmentKind;
  readonly metadata: { readonly name: string };
  readonly spec: Spec;
}

export type AwsEnvironment = EnvironmentOf<SelfHostedAwsSpec>;
export type GoogleEnvironment = EnvironmentOf<SelfHostedGoogleSpec>;
export type AzureEnvironment = EnvironmentOf<SelfHostedAzureSpec>;
export type SelfHostedEnvironment = AwsEnvironment | GoogleEnvironment | AzureEnvironment;
export type ByocAwsEnvironment = EnvironmentOf<ByocAwsSpec>;
export type ByocGoogleEnvironment = EnvironmentOf<ByocGoogleSpec>;
export type SaasEnvironment = EnvironmentOf<SaasSpec>;
export type Environment = SelfHostedEnvironment | ByocAwsEnvironment | ByocGoogleEnvironment | SaasEnvironment;

const environmentOf = <S extends z.ZodType>(spec: S) =>
  z.strictObject({
    apiVersion: z.literal(environmentApiVersion),
    kind: z.literal(environmentKind),
    metadata: z.strictObject({
      name: deploymentName().describe('Name of the environment: the first part of every name in the cloud.'),
    }),
    extends: text({ max: 512 })
      .optional()
      .describe('File that this one lies on, relative to this one: what it says holds where this one is silent.'),
    spec,
  });

/** The shape of a file, by mode and cloud: which of them holds is read from spec.mode and spec.cloud.provider. */
export const environmentSchemas = {
  'SelfHosted/aws': environmentOf(selfHostedAws),
  'SelfHosted/google': environmentOf(selfHostedGoogle),
  'SelfHosted/azure': environmentOf(selfHostedAzure),
  'BYOC/aws': environmentOf(byocAws),
  'BYOC/google': environmentOf(byocGoogle),
  SaaS: environmentOf(saas),
} as const;

export type EnvironmentShape = keyof typeof environmentSchemas;

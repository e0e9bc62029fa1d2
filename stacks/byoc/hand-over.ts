import type { ByocAwsEnvironment, ByocGoogleEnvironment } from '../environment/schema/environment.ts';
import type { ByocAwsOutputs, ByocGoogleOutputs, ByocOutputs } from './outputs.ts';

/** The document that goes to the vendor. Plain data, without a secret in it; an external id is none. */
export interface HandOver {
  readonly apiVersion: 'environment.planewright.dev/v1alpha1';
  readonly kind: 'HandOver';
  readonly organization: string;
  /** Version that was asked for, where one was. */
  readonly version?: string;
  readonly cloud: Readonly<Record<string, unknown>>;
  readonly access: Readonly<Record<string, unknown>>;
  readonly kept: Readonly<Record<string, unknown>>;
  readonly limits: Readonly<Record<string, unknown>>;
  readonly diagnostics: ByocOutputs['diagnostics'];
  readonly quotas: readonly unknown[];
  readonly contacts: readonly string[];
}

/** What the vendor needs to come in and deploy, and nothing more. */
export function handOver(environment: ByocAwsEnvironment | ByocGoogleEnvironment, outputs: ByocOutputs): HandOver {
  const { spec } = environment;
  return {
    apiVersion: 'environment.planewright.dev/v1alpha1',
    kind: 'HandOver',
    organization: spec.organization.name,
    ...(spec.version !== undefined && { version: spec.version }),
    ...(outputs.provider === 'aws' ? onAws(outputs) : onGoogle(outputs)),
    diagnostics: outputs.diagnostics,
    quotas: outputs.quotas,
    contacts: spec.alarms.emails,
  };
}

type PerCloud = Pick<HandOver, 'cloud' | 'access' | 'kept' | 'limits'>;

function onAws(outputs: ByocAwsOutputs): PerCloud {
  const { diagnosticsRoleArn, shellDocument, transcriptsLogGroup } = outputs;
  return {
    cloud: {
      provider: 'aws',
      account: outputs.account,
      region: outputs.region,
      deploymentName: outputs.deploymentName,
    },
    access: {
      externalId: outputs.externalId,
      sessionSeconds: outputs.sessionSeconds,
      deploymentRole: outputs.deploymentRoleArn,
      supportRole: outputs.supportRoleArn,
      observerRole: outputs.observerRoleArn,
      ...(diagnosticsRoleArn !== undefined && { diagnosticsRole: diagnosticsRoleArn }),
    },
    kept: {
      state: { bucket: outputs.stateBucket, prefix: outputs.statePrefix },
      operations: { bucket: outputs.operationsBucket, prefix: outputs.operationsPrefix },
      key: outputs.bootstrapKeyArn,
      licenseSecret: outputs.licenseSecretArn,
      ...(shellDocument !== undefined && { shellDocument }),
      ...(transcriptsLogGroup !== undefined && { transcripts: transcriptsLogGroup }),
    },
    limits: {
      boundaryOfRoles: outputs.runtimeBoundaryArn,
      namesBeginWith: `${outputs.deploymentName}-`,
      tag: `BraintrustDeploymentName=${outputs.deploymentName}`,
      guardrails: outputs.guardrails,
    },
  };
}

function onGoogle(outputs: ByocGoogleOutputs): PerCloud {
  const { diagnosticsServiceAccount } = outputs;
  return {
    cloud: {
      provider: 'google',
      project: outputs.project,
      projectNumber: outputs.projectNumber,
      region: outputs.region,
      deploymentName: outputs.deploymentName,
    },
    access: {
      deployServiceAccount: outputs.deployServiceAccount,
      supportServiceAccount: outputs.supportServiceAccount,
      ...(diagnosticsServiceAccount !== undefined && { diagnosticsServiceAccount }),
    },
    kept: { state: { bucket: outputs.stateBucket }, licenseSecret: outputs.licenseSecret },
    limits: { denyPolicies: outputs.denyPolicies, services: outputs.services },
  };
}

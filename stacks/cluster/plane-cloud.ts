import type { DataPlaneSpecInput } from '../../src/api/index.ts';
import type { SelfHostedEnvironment } from '../environment/schema/environment.ts';
import type { AwsOutputs, AzureOutputs, GoogleOutputs, PlaneOutputs } from '../outputs.ts';
import { sourceRef } from './sources.ts';

type Cloud = DataPlaneSpecInput['cloud'];

/** Where the data is and who the pods are, in the words of the DataPlane. */
export function planeCloud(environment: SelfHostedEnvironment, outputs: PlaneOutputs): Cloud {
  switch (outputs.provider) {
    case 'aws':
      return { provider: 'aws', aws: onAws(environment, outputs) };
    case 'google':
      return { provider: 'google', google: onGoogle(outputs) };
    case 'azure':
      return { provider: 'azure', azure: onAzure(outputs) };
  }
}

function onAws(environment: SelfHostedEnvironment, outputs: AwsOutputs) {
  return {
    region: outputs.region,
    buckets: {
      brainstore: outputs.brainstoreBucket,
      responses: outputs.responsesBucket,
      codeBundles: outputs.codeBundlesBucket,
    },
    // With EKS Pod Identity the cluster knows the roles: an annotation would make pods ask for tokens that nobody trusts.
    ...(trustsByToken(environment) && {
      apiRoleArn: outputs.apiRoleArn,
      brainstoreRoleArn: outputs.brainstoreRoleArn,
    }),
  };
}

/** Whether pods of an EKS cluster become somebody by its OIDC provider, and not by Pod Identity. */
export function trustsByToken({ spec }: SelfHostedEnvironment): boolean {
  if (spec.cloud.provider !== 'aws') return true;
  return 'oidcProviderArn' in spec.kubernetes && spec.kubernetes.oidcProviderArn !== undefined;
}

function onGoogle(outputs: GoogleOutputs) {
  return {
    mode: outputs.mode,
    ...(outputs.autopilotMachineFamily !== undefined && { autopilotMachineFamily: outputs.autopilotMachineFamily }),
    buckets: { brainstore: outputs.brainstoreBucket, api: outputs.apiBucket },
    apiServiceAccount: outputs.apiServiceAccount,
    brainstoreServiceAccount: outputs.brainstoreServiceAccount,
  };
}

function onAzure(outputs: AzureOutputs) {
  return {
    storageAccountName: outputs.storageAccountName,
    containers: {
      brainstore: outputs.brainstoreContainer,
      responses: outputs.responsesContainer,
      codeBundles: outputs.codeBundlesContainer,
    },
    storageConnectionString: sourceRef('storageConnectionString'),
    apiClientId: outputs.apiClientId,
    brainstoreClientId: outputs.brainstoreClientId,
  };
}

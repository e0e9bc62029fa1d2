import type { V1LabelSelector } from '@kubernetes/client-node';
import type { DataPlaneSpec } from '../../api/index.ts';
import { apiVersionOf } from '../../kube/objects.ts';
import { appLabel, brainstoreRoles, componentContracts } from '../contract/components.ts';
import { identityContracts } from '../contract/identity.ts';
import { migrationName } from './api.ts';
import type { PlaneContext } from './context.ts';
import { metadataOf } from './identity.ts';
import { planeTypes, type NetworkPolicy, type PlaneObject, type ServiceAccount } from './kinds.ts';
import type { Plain } from './plain.ts';

/** What belongs to the plane as a whole: the two service accounts, and the policy in front of Brainstore. */
export function sharedObjects(context: PlaneContext): readonly PlaneObject[] {
  const { cloud, network } = context.spec;
  const accounts = cloudIdentities(cloud);
  return [
    serviceAccount(context, componentContracts.api.serviceAccount, accounts.api),
    serviceAccount(context, componentContracts.reader.serviceAccount, accounts.brainstore),
    ...(network.policies === 'Create' ? [brainstorePolicy(context)] : []),
  ];
}

function serviceAccount(context: PlaneContext, name: string, identity: string | undefined): ServiceAccount {
  const { serviceAccountAnnotation } = identityContracts[context.spec.cloud.provider];
  return {
    apiVersion: apiVersionOf(planeTypes.ServiceAccount),
    kind: 'ServiceAccount',
    // Without an identity no annotation: an empty one, as the vendor's chart writes it, turns the cloud's webhook on.
    metadata: metadataOf(context, name, name, identity === undefined ? {} : { [serviceAccountAnnotation]: identity }),
  };
}

function cloudIdentities(cloud: DataPlaneSpec['cloud']): { api: string | undefined; brainstore: string | undefined } {
  switch (cloud.provider) {
    case 'aws':
      return { api: cloud.aws.apiRoleArn, brainstore: cloud.aws.brainstoreRoleArn };
    case 'google':
      return { api: cloud.google.apiServiceAccount, brainstore: cloud.google.brainstoreServiceAccount };
    case 'azure':
      return { api: cloud.azure.apiClientId, brainstore: cloud.azure.brainstoreClientId };
  }
}

/**
 * Brainstore answers without asking who it is: only the API, Brainstore itself and named clients may reach it. Nothing
 * is said about what leaves the pods: model providers and clouds have no addresses that could be listed.
 */
function brainstorePolicy(context: PlaneContext): NetworkPolicy {
  const brainstore = brainstoreRoles.map((role) => componentContracts[role].objectName);
  const callers = [componentContracts.api.objectName, migrationName, ...brainstore];
  // The schema's type allows explicit undefined, which JSON leaves out; otherwise the two types are one.
  const clients = context.spec.network.brainstoreClients as Plain<V1LabelSelector> | undefined;
  return {
    apiVersion: apiVersionOf(planeTypes.NetworkPolicy),
    kind: 'NetworkPolicy',
    metadata: metadataOf(context, 'brainstore', 'brainstore'),
    spec: {
      podSelector: appIn(brainstore),
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [appIn(callers), ...(clients === undefined ? [] : [clients])].map((podSelector) => ({ podSelector })),
          ports: [{ port: componentContracts.reader.port, protocol: 'TCP' }],
        },
      ],
    },
  };
}

const appIn = (values: readonly string[]): Plain<V1LabelSelector> => ({
  matchExpressions: [{ key: appLabel, operator: 'In', values: [...values] }],
});

import type { Cloud } from './components.ts';

export interface IdentityContract {
  /** Annotation of the ServiceAccount that names the cloud identity. */
  readonly serviceAccountAnnotation: string;
  /** Label that the cloud's webhook looks for on pods. */
  readonly podLabel?: { readonly name: string; readonly value: string };
}

/** How pods become somebody in their cloud. Source: Helm chart 6.11.0, ServiceAccounts and pod labels. */
export const identityContracts = {
  aws: { serviceAccountAnnotation: 'eks.amazonaws.com/role-arn' },
  azure: {
    serviceAccountAnnotation: 'azure.workload.identity/client-id',
    podLabel: { name: 'azure.workload.identity/use', value: 'true' },
  },
  google: {
    serviceAccountAnnotation: 'iam.gke.io/gcp-service-account',
    podLabel: { name: 'gke-workload-identity/use', value: 'true' },
  },
} as const satisfies Record<Cloud, IdentityContract>;

/** Node selection that gives a GKE Autopilot pod local SSDs. Source: Helm chart 6.11.0, brainstore Deployments. */
export const autopilotNodeLabels = {
  machineFamily: 'cloud.google.com/machine-family',
  localSsd: 'cloud.google.com/gke-ephemeral-storage-local-ssd',
  computeClass: 'cloud.google.com/compute-class',
} as const;
export const autopilotComputeClass = 'Performance';

/** StorageClass of Azure Container Storage's local disks. Source: Helm chart 6.11.0, azure StorageClass. */
export const azureLocalDiskClass = { name: 'local', provisioner: 'localdisk.csi.acstor.io' } as const;

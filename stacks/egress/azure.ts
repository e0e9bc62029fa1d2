import type { AzureEnvironment } from '../environment/schema/environment.ts';
import type { Row } from './destination.ts';

const aks = 'AKS documentation, Outbound network and FQDN rules';

/** What pods and nodes reach of Azure. */
export const azureRows: readonly Row<AzureEnvironment>[] = [
  {
    host: ({ spec: { storage } }) =>
      storage.type === 'Existing' ? `${nameIn(storage.accountId)}.blob.core.windows.net` : '*.blob.core.windows.net',
    from: ['api', 'brainstore'],
    why: 'read and write the containers',
    within: () => 'a private endpoint',
    source: 'Azure Storage documentation, Private endpoints',
  },
  {
    host: ({ spec: { encryption } }) =>
      encryption.type === 'Existing' ? `${nameIn(encryption.vaultId)}.vault.azure.net` : '*.vault.azure.net',
    from: ['operator'],
    why: 'reads its listed secrets',
    within: () => 'a private endpoint',
    source: 'Key Vault documentation, Private Link',
  },
  {
    host: 'login.microsoftonline.com',
    from: ['api', 'brainstore', 'operator', 'nodes'],
    why: 'take on their managed identities',
    source: aks,
  },
  { host: 'management.azure.com', from: ['nodes'], why: 'attach disks and load balancers', source: aks },
  { host: 'mcr.microsoft.com', from: ['nodes'], why: "pull images of the cluster's own parts", source: aks },
  { host: '*.data.mcr.microsoft.com', from: ['nodes'], why: 'pull the layers of those images', source: aks },
  { host: 'packages.aks.azure.com', from: ['nodes'], why: 'download Kubernetes and its network plugin', source: aks },
  { host: 'packages.microsoft.com', from: ['nodes'], why: 'download updates of the system', source: aks },
  {
    host: ({ spec: { cloud, kubernetes } }) =>
      kubernetes.type === 'Existing' ? new URL(kubernetes.endpoint).hostname : `*.hcp.${cloud.location}.azmk8s.io`,
    from: ['nodes'],
    why: "reach the cluster's API server",
    source: aks,
  },
];

function nameIn(resourceId: string): string {
  return resourceId.split('/').at(-1) ?? '';
}

import { asked, fixed, output, type Module } from './field.ts';
import type { Outputs } from './outputs.ts';

function subscriptionOf({ text }: Outputs): string | undefined {
  return (text('main_vnet_id') ?? text('key_vault_id') ?? text('storage_account_id'))?.split('/')[2];
}

/** The module gives the cluster's name, not its id. */
function clusterId(outputs: Outputs): string | undefined {
  const [subscription, group, name] = [
    subscriptionOf(outputs),
    outputs.text('resource_group_name'),
    outputs.text('aks_cluster_name'),
  ];
  if (subscription === undefined || group === undefined || name === undefined) return undefined;
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.ContainerService/managedClusters/${name}`;
}

/** The vendor's Azure module 1.1.0. */
export const azureModule: Module = {
  cloud: 'azure',
  knownBy: ['azure_tenant_id', 'storage_account_id', 'workload_identity_client_id'],
  fields: [
    output('spec.organization.name', 'braintrust_org_name', 'organization, as the vendor shows it'),
    fixed('spec.cloud.provider', 'azure'),
    output('spec.cloud.tenantId', 'azure_tenant_id', 'tenant'),
    { path: 'spec.cloud.subscriptionId', what: 'subscription', from: subscriptionOf },
    asked('spec.cloud.location', 'location, such as eastus2; the module has no output for it'),
    output('spec.cloud.resourceGroup', 'resource_group_name', 'resource group'),
    fixed('spec.network.type', 'Existing'),
    output('spec.network.virtualNetworkId', 'main_vnet_id', 'virtual network'),
    output('spec.network.cidr', 'main_vnet_address_space', 'addresses of the virtual network'),
    output('spec.network.nodesSubnetId', 'services_subnet_id', 'subnet of the nodes'),
    output('spec.network.endpointsSubnetId', 'private_endpoint_subnet_id', 'subnet of private endpoints'),
    asked('spec.network.entrySubnetId', 'subnet for the application gateway alone, /26 or larger'),
    asked('spec.network.entryAddress', 'free address there, for a private entry'),
    asked('spec.network.balancerSubnetId', 'subnet for the internal load balancer in front of the API'),
    asked('spec.network.balancerAddress', 'free address there'),
    fixed('spec.kubernetes.type', 'Existing'),
    { path: 'spec.kubernetes.id', what: 'resource id of the AKS cluster', from: clusterId },
    asked('spec.kubernetes.oidcIssuerUrl', 'its OIDC issuer'),
    asked('spec.kubernetes.endpoint', 'URL of its API server'),
    fixed('spec.postgres.type', 'Existing'),
    output('spec.postgres.host', 'postgres_database_fqdn', 'host of the database'),
    output('spec.postgres.database', 'postgres_database_name', 'database'),
    asked(
      'spec.postgres.urlSecret',
      'name in the vault of a secret that holds the whole postgres:// URL; the module keeps the password alone',
    ),
    fixed('spec.redis.type', 'Existing'),
    output('spec.redis.host', 'redis_hostname', 'host of Redis'),
    { path: 'spec.redis.port', what: 'port of Redis', from: ({ number }) => number('redis_ssl_port') },
    asked('spec.redis.urlSecret', 'name in the vault of a secret that holds the whole rediss:// URL'),
    fixed('spec.storage.type', 'Existing'),
    output('spec.storage.accountId', 'storage_account_id', 'storage account'),
    output('spec.storage.brainstore', 'brainstore_container_name', 'container of Brainstore'),
    output('spec.storage.responses', 'responses_container_name', 'container of responses'),
    output('spec.storage.codeBundles', 'code_bundles_container_name', 'container of code'),
    fixed('spec.encryption.type', 'Existing'),
    output('spec.encryption.vaultId', 'key_vault_id', 'Key Vault'),
    fixed('spec.identity.type', 'Existing'),
    output(
      'spec.identity.apiClientId',
      'workload_identity_client_id',
      'client id of the API; the module has one identity for all',
    ),
    output('spec.identity.brainstoreClientId', 'workload_identity_client_id', 'client id of Brainstore'),
    asked(
      'spec.identity.operatorClientId',
      "client id of Planewright's operator; `planewright permissions` says what it may do",
    ),
    asked('spec.entry.hostname', 'host by which the plane is reached'),
    asked('spec.entry.certificate.vaultId', 'resource id of the Key Vault with the certificate of that host'),
    asked('spec.entry.certificate.name', 'name of the certificate there'),
  ],
};

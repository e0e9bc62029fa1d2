import * as z from 'zod';
import { integer, set, text } from '../../../src/api/fields.ts';
import { cidr, endpoint, entryFields, nodePool, profiled } from './common.ts';
import { existingPostgres, existingRedis, newPostgresFields, newStorageFields, selfHostedFields } from './shared.ts';

const guid = (of: string) =>
  text({ max: 36, pattern: /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/, form: `the id of ${of} (UUID)` });
const resourceId = (of: string) =>
  text({
    max: 1024,
    pattern: /^\/subscriptions\/[^\/\s]+\/resourceGroups\/[^\/\s]+\/providers\/[^\s]+$/,
    form: `the resource id of ${of}, /subscriptions/…/resourceGroups/…`,
  });
const address = () =>
  text({ max: 15, pattern: /^[0-9]{1,3}([.][0-9]{1,3}){3}$/, form: 'an IPv4 address such as 10.175.4.10' });

export const azureCloud = z
  .strictObject({
    provider: z.literal('azure').describe('Microsoft Azure.'),
    tenantId: guid('a tenant').describe('Tenant.'),
    subscriptionId: guid('a subscription').describe('Subscription. Nothing is done in any other.'),
    location: text({ max: 32, pattern: /^[a-z][a-z0-9]+$/, form: 'a location such as eastus2' }).describe('Location.'),
    zones: profiled(
      z
        .array(z.enum(['1', '2', '3']))
        .min(1)
        .max(3),
    ).describe('Availability zones for nodes; all three if left out.'),
    resourceGroup: text({ max: 90, pattern: /^[-\w.()]*[-\w()]$/, form: 'the name of a resource group' })
      .optional()
      .describe('Resource group that exists; one is made if left out.'),
  })
  .describe('Where it runs.');

const network = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('New').describe('The virtual network is made.'),
      cidr: profiled(cidr()).describe('Its addresses, /16 to /20.'),
      nat: profiled(z.enum(['PerZone', 'Single'])).describe(
        'NAT gateways, which belong to a zone each. With one, the loss of its zone cuts all off.',
      ),
      flowLogDays: profiled(integer(0, 365)).describe('Days to keep flow logs; 0: none.'),
    }),
    z.strictObject({
      type: z.literal('Existing').describe('A virtual network that exists.'),
      virtualNetworkId: resourceId('a virtual network').describe('Virtual network.'),
      cidr: cidr().describe('Its addresses.'),
      nodesSubnetId: resourceId('a subnet').describe('Subnet for nodes, with a way to the internet.'),
      endpointsSubnetId: resourceId('a subnet').describe('Subnet for private endpoints.'),
      outbound: z
        .enum(['NatGateway', 'Routes'])
        .default('NatGateway')
        .describe('How nodes reach the internet: a NAT gateway on their subnet, or a default route, to a firewall.'),
      entrySubnetId: resourceId('a subnet').describe('Subnet of the application gateway alone, /26 or larger.'),
      entryAddress: address().optional().describe('Free address there, for a private entry.'),
      balancerSubnetId: resourceId('a subnet').describe('Subnet of the internal load balancer in front of the API.'),
      balancerAddress: address().describe('Free address there, which the load balancer takes.'),
      privateDnsZoneIds: z
        .strictObject({
          postgres: resourceId('a DNS zone').optional().describe('privatelink.postgres.database.azure.com.'),
          redis: resourceId('a DNS zone').optional().describe('privatelink.redis.azure.net.'),
          blob: resourceId('a DNS zone').optional().describe('privatelink.blob.core.windows.net.'),
          vault: resourceId('a DNS zone').optional().describe('privatelink.vaultcore.azure.net.'),
        })
        .prefault({})
        .describe('Private DNS zones that exist; each is made if left out.'),
    }),
  ])
  .describe('The network.');

const kubernetes = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('New').describe('An AKS cluster is made.'),
      version: profiled(text({ max: 8, pattern: /^1[.][0-9]{2}$/, form: 'a version such as 1.34' })).describe(
        'Version.',
      ),
      endpoint,
      adminGroupIds: set(guid('a group'), { max: 16 })
        .default([])
        .describe('Groups of Entra ID that administer the cluster. Accounts of its own it has none.'),
      hostEncryption: profiled(z.boolean()).describe(
        'Encryption of disks at the host, temporary ones too. The subscription needs the feature EncryptionAtHost.',
      ),
      system: nodePool('Nodes for what the cluster itself needs.'),
      services: nodePool('Nodes for the API and the operator.'),
      brainstore: nodePool('Nodes with local NVMe for Brainstore, one pod each.'),
    }),
    z.strictObject({
      type: z.literal('Existing').describe('An AKS cluster that exists, with OIDC issuer and workload identity.'),
      id: resourceId('a cluster').describe('Cluster.'),
      oidcIssuerUrl: text({ max: 1024, pattern: /^https:\/\/[^\s]+$/, form: 'the issuer URL' }).describe(
        'Its OIDC issuer.',
      ),
      endpoint: text({ max: 1024, pattern: /^https:\/\/[^\s]+$/, form: 'the URL of its API server' }).describe(
        'Its API server.',
      ),
    }),
  ])
  .describe('The cluster.');

const postgres = z
  .discriminatedUnion('type', [z.strictObject(newPostgresFields()), existingPostgres])
  .describe('PostgreSQL, as a flexible server.');

const redis = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('New').describe('An Azure Managed Redis is made: TLS, a password, no public address.'),
      sku: profiled(text({ max: 64, pattern: /^[A-Za-z]+_[A-Z]?[0-9]+$/, form: 'a SKU such as Balanced_B5' })).describe(
        'SKU.',
      ),
      highAvailability: profiled(z.boolean()).describe('A replica that takes over.'),
    }),
    existingRedis,
  ])
  .describe('Redis.');

const storage = z
  .discriminatedUnion('type', [
    z.strictObject({
      ...newStorageFields(),
      sku: profiled(z.enum(['Premium_ZRS', 'Premium_LRS', 'Standard_ZRS', 'Standard_LRS'])).describe(
        'Premium answers within milliseconds; ZRS survives the loss of a zone.',
      ),
      browsers: z
        .enum(['Network', 'Internet'])
        .default('Network')
        .describe(
          'From where signed URLs of attachments work. Internet opens the account to entry.allowedCidrs, by signed URL alone.',
        ),
    }),
    z.strictObject({
      type: z.literal('Existing').describe('A storage account that exists, with its containers.'),
      accountId: resourceId('a storage account').describe('Storage account.'),
      brainstore: text({ max: 63 }).default('brainstore').describe('Container of index, write-ahead log and locks.'),
      responses: text({ max: 63 }).default('responses').describe('Container of responses and attachments.'),
      codeBundles: text({ max: 63 }).default('code-bundles').describe('Container of the code of functions.'),
    }),
  ])
  .describe('The containers, which hold the system of record.');

const encryption = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('New').describe('A Key Vault and its keys are made, rotated every year.') }),
    z.strictObject({
      type: z.literal('Existing').describe('A Key Vault that exists, in RBAC mode, with purge protection.'),
      vaultId: resourceId('a key vault').describe(
        'Key Vault. It never changes: what its keys encrypted would be lost.',
      ),
    }),
  ])
  .describe('The vault of keys and secrets.');

const identity = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('New').describe('A managed identity for each component is made.') }),
    z.strictObject({
      type: z
        .literal('Existing')
        .describe('Managed identities that exist, with the rights that `planewright permissions` prints.'),
      apiClientId: guid('a client').describe('Client id of the API.'),
      brainstoreClientId: guid('a client').describe('Client id of Brainstore.'),
      operatorClientId: guid('a client').describe("Client id of Planewright's operator."),
    }),
  ])
  .describe('Who the pods are in the cloud.');

const entry = z
  .strictObject({
    ...entryFields(),
    dns: z
      .discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('AzureDNS').describe('Records are made in a DNS zone.'),
          zoneId: resourceId('a DNS zone').describe('DNS zone.'),
        }),
        z.strictObject({ type: z.literal('Elsewhere').describe('You make the records that the plan names.') }),
      ])
      .default({ type: 'Elsewhere' })
      .describe('Where the name of the API is kept.'),
    certificate: z
      .strictObject({
        type: z.literal('Existing').default('Existing').describe('A certificate in a Key Vault.'),
        vaultId: resourceId('a key vault').describe(
          'The vault, in RBAC mode. It may be another one than that of the plane.',
        ),
        name: text({ max: 127, pattern: /^[-0-9A-Za-z]+$/, form: 'the name of a certificate' }).describe(
          'The certificate there. What the vault renews, the entry takes up by itself.',
        ),
      })
      .describe('Certificate of the entry.'),
  })
  .describe(
    'How the API is reached. A private entry needs the feature EnableApplicationGatewayNetworkIsolation of the subscription.',
  );

export const selfHostedAzure = z.strictObject({
  ...selfHostedFields(),
  cloud: azureCloud,
  network,
  kubernetes,
  postgres,
  redis,
  storage,
  encryption,
  identity,
  entry,
});

export type SelfHostedAzureSpec = z.output<typeof selfHostedAzure>;

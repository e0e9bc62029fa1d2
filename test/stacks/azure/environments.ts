import { resolveEnvironment } from '../../../stacks/environment/resolve.ts';
import type { AzureEnvironment } from '../../../stacks/environment/schema/environment.ts';
import type { Profile } from '../../../stacks/environment/schema/common.ts';
import { merged } from '../../../stacks/environment/merge.ts';
import { placeOf } from '../../../stacks/place.ts';
import { runProgram } from '../../../stacks/plan/run-program.ts';
import { program } from '../../../stacks/azure/program.ts';
import type { JsonValue, Plan, PlannedResource } from '../../../stacks/planned.ts';

const subscription = '00000000-0000-4000-8000-00000000000a';
const tenant = '00000000-0000-4000-8000-00000000000b';
const brought = (path: string): string => `/subscriptions/${subscription}/resourceGroups/shared/providers/${path}`;
const subnet = (name: string): string => brought(`Microsoft.Network/virtualNetworks/hub/subnets/${name}`);

/** What may be laid on an environment: each in the words of the file. */
export const existing = {
  network: {
    type: 'Existing',
    virtualNetworkId: brought('Microsoft.Network/virtualNetworks/hub'),
    cidr: '10.20.0.0/16',
    nodesSubnetId: subnet('nodes'),
    endpointsSubnetId: subnet('endpoints'),
    entrySubnetId: subnet('entry'),
    entryAddress: '10.20.9.200',
    balancerSubnetId: subnet('balancer'),
    balancerAddress: '10.20.8.20',
    privateDnsZoneIds: { vault: brought('Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net') },
  },
  kubernetes: {
    type: 'Existing',
    id: brought('Microsoft.ContainerService/managedClusters/shared'),
    oidcIssuerUrl: 'https://eastus2.oic.prod-aks.azure.com/0/1/',
    endpoint: 'https://shared.privatelink.eastus2.azmk8s.io',
  },
  postgres: { type: 'Existing', host: 'pg.example.com', urlSecret: 'pg-url' },
  redis: { type: 'Existing', host: 'redis.example.com', urlSecret: 'redis-url' },
  storage: { type: 'Existing', accountId: brought('Microsoft.Storage/storageAccounts/sharedacct') },
  encryption: { type: 'Existing', vaultId: brought('Microsoft.KeyVault/vaults/shared-vault') },
  identity: {
    type: 'Existing',
    apiClientId: '00000000-0000-4000-8000-000000000001',
    brainstoreClientId: '00000000-0000-4000-8000-000000000002',
    operatorClientId: '00000000-0000-4000-8000-000000000003',
  },
} as const;

interface Wishes {
  readonly name?: string;
  readonly profile?: Profile;
  /** Laid on `spec`. */
  readonly spec?: Readonly<Record<string, unknown>>;
}

export function environmentOf({ name = 'prod', profile = 'production', spec = {} }: Wishes = {}): AzureEnvironment {
  const document = {
    apiVersion: 'environment.planewright.dev/v1alpha1',
    kind: 'Environment',
    metadata: { name },
    spec: merged(
      {
        mode: 'SelfHosted',
        profile,
        version: '2.9.0',
        organization: { name: 'Acme' },
        cloud: { provider: 'azure', tenantId: tenant, subscriptionId: subscription, location: 'eastus2' },
        entry: {
          hostname: 'braintrust.example.com',
          certificate: { vaultId: brought('Microsoft.KeyVault/vaults/certificates'), name: 'braintrust' },
        },
      },
      spec,
    ),
  };
  return resolveEnvironment(document) as AzureEnvironment;
}

export function planOf(wishes: Wishes = {}): Promise<Plan> {
  const environment = environmentOf(wishes);
  return runProgram({
    environment: environment.metadata.name,
    place: placeOf(environment),
    program: () => program(environment),
  });
}

export function ofType({ resources }: Plan, type: string): readonly PlannedResource[] {
  return resources.filter((resource) => resource.type === `azure-native:${type}`);
}

/** An input that is a text; empty where it is none. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

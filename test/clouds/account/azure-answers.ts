import { ok, type RestReplies, type RestReply } from './rest-stand-in.ts';

/** What a subscription says, by what differs from test to test. */
export interface AzureSubscriptionSays {
  readonly subscription: string;
  readonly tenant: string;
  readonly location: string;
  readonly state?: string;
  readonly zones?: readonly string[];
  /** Restrictions by size. */
  readonly restrictions?: Readonly<Record<string, readonly unknown[]>>;
  readonly limits?: Readonly<Record<string, number>>;
  readonly registration?: Readonly<Record<string, string>>;
  readonly encryptionAtHost?: string;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  /** Why a name cannot be had. */
  readonly taken?: Readonly<Record<string, string>>;
  readonly deletedVaults?: readonly string[];
  /** Names of resources that are there. */
  readonly there?: readonly string[];
}

/** Sizes of the example with their families and vCPUs, as the resource SKUs have them. */
const sizes: Readonly<Record<string, readonly [family: string, vcpus: number]>> = {
  Standard_D32ds_v6: ['standardDdsv6Family', 32],
  Standard_D16s_v6: ['standardDsv6Family', 16],
  Standard_D4ds_v5: ['standardDDSv5Family', 4],
};

const usages: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Compute': ['cores', ...Object.values(sizes).map(([family]) => family)],
  'Microsoft.Network': ['PublicIPAddresses', 'VirtualNetworks', 'NetworkSecurityGroups', 'ApplicationGateways'],
  'Microsoft.Storage': ['StorageAccounts'],
};

/** A subscription with room for everything, in the shapes of the API references; four of everything are used. */
export function azureAnswers(says: AzureSubscriptionSays): RestReplies {
  const { subscription, tenant, location, zones = ['1', '2', '3'], limits = {} } = says;
  const root = `/subscriptions/${subscription}`;
  return ({ method, path, body }): RestReply => {
    const name = path.split('/').at(-1) ?? '';
    if (path === '/subscriptions')
      return ok({
        value: [
          { subscriptionId: subscription, tenantId: tenant, displayName: 'Acme', state: says.state ?? 'Enabled' },
        ],
      });
    if (path === `${root}/locations`) {
      const availabilityZoneMappings = zones.map((zone) => ({
        logicalZone: zone,
        physicalZone: `${location}-az${zone}`,
      }));
      return ok({ value: [{ name: location, availabilityZoneMappings }, { name: 'asia' }] });
    }
    if (path.endsWith('/Microsoft.Compute/skus')) return ok(skus(says, zones));
    if (name === 'usages') {
      const namespace = /providers\/([^/]+)\/locations/.exec(path)?.[1] ?? '';
      const value = (usages[namespace] ?? []).map((usage) => ({
        currentValue: 4,
        limit: limits[usage] ?? 10_000,
        unit: 'Count',
        name: { value: usage, localizedValue: usage },
      }));
      return ok({ value });
    }
    if (path === `${root}/providers`) {
      const value = namespaces.map((namespace) => ({
        namespace,
        registrationState: says.registration?.[namespace] ?? 'Registered',
      }));
      return ok({ value });
    }
    if (name === 'EncryptionAtHost') return ok({ properties: { state: says.encryptionAtHost ?? 'Registered' } });
    if (path.endsWith('/Microsoft.Authorization/permissions'))
      return ok({ value: [{ actions: says.actions ?? ['*'], notActions: says.notActions ?? [] }] });
    if (method === 'POST' && name === 'checkNameAvailability') {
      const reason = says.taken?.[String(body['name'])];
      return ok(reason === undefined ? { nameAvailable: true } : { nameAvailable: false, reason, message: 'no' });
    }
    if (name === 'deletedVaults') {
      const properties = { location, scheduledPurgeDate: '2027-01-01T00:00:00Z', purgeProtectionEnabled: true };
      return ok({ value: (says.deletedVaults ?? []).map((vault) => ({ name: vault, properties })) });
    }
    if (says.there?.includes(name) === true) return ok({ id: path, name });
    return {
      status: 404,
      body: { error: { code: 'ResourceGroupNotFound', message: 'The resource group was not found.' } },
    };
  };
}

function skus({ restrictions = {}, location }: AzureSubscriptionSays, zones: readonly string[]): unknown {
  const value = Object.entries(sizes).map(([name, [family, vcpus]]) => ({
    resourceType: 'virtualMachines',
    name,
    family,
    locations: [location],
    locationInfo: [{ location, zones }],
    capabilities: [
      { name: 'vCPUs', value: String(vcpus) },
      { name: 'MemoryGB', value: '16' },
    ],
    restrictions: restrictions[name] ?? [],
  }));
  return { value: [...value, { resourceType: 'disks', name: 'Premium_LRS', locationInfo: [{ location }] }] };
}

const namespaces = [
  'Microsoft.Authorization',
  'Microsoft.Cache',
  'Microsoft.Compute',
  'Microsoft.ContainerInstance',
  'Microsoft.ContainerService',
  'Microsoft.DBforPostgreSQL',
  'Microsoft.DataProtection',
  // Azure itself writes this one in lower case.
  'microsoft.insights',
  'Microsoft.KeyVault',
  'Microsoft.KubernetesConfiguration',
  'Microsoft.ManagedIdentity',
  'Microsoft.Network',
  'Microsoft.OperationalInsights',
  'Microsoft.Resources',
  'Microsoft.Storage',
];

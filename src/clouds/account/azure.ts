import * as z from 'zod';
import { CloudFailure } from '../failure.ts';
import type { RestCall } from '../rest.ts';
import { byKey, decoded, lazily } from './decoded.ts';

export interface AzureSubscription {
  readonly id: string;
  readonly tenant: string;
  readonly name: string;
  /** `Enabled`, `Disabled`, `Warned`, `PastDue`. */
  readonly state: string;
}

export interface AzureSku {
  readonly name: string;
  /** Family by which quotas are counted. */
  readonly family: string;
  readonly vcpus: number;
  readonly zones: readonly string[];
  /** Why this subscription may not use it, in the location or in zones of it. */
  readonly restrictions: readonly { readonly reason: string; readonly zones: readonly string[] | 'all' }[];
}

export interface AzureUsage {
  readonly used: number;
  readonly limit: number;
}

/** What a subscription allows somebody; patterns such as `Microsoft.Compute/*`. */
export interface AzurePermission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

interface AzureDeletedVault {
  readonly name: string;
  readonly location: string;
  readonly purgeDate: string;
}

/** What `planewright preflight` asks of a subscription of Azure. All of it reads. */
export interface AzureAccount {
  /** Subscriptions that whoever is signed in can see. */
  readonly subscriptions: () => Promise<readonly AzureSubscription[]>;
  /** Locations by name, with their zones. */
  readonly locations: () => Promise<ReadonlyMap<string, readonly string[]>>;
  readonly machines: () => Promise<ReadonlyMap<string, AzureSku>>;
  readonly usages: (
    of: 'Microsoft.Compute' | 'Microsoft.Network' | 'Microsoft.Storage',
  ) => Promise<ReadonlyMap<string, AzureUsage>>;
  /** Registration by namespace, in lower case. */
  readonly providers: () => Promise<ReadonlyMap<string, string>>;
  /** `Registered`, `NotRegistered`, …; of a preview or opt-in of a provider. */
  readonly feature: (namespace: string, name: string) => Promise<string>;
  /** What whoever is signed in may do in the subscription, or in a resource group of it. */
  readonly permissions: (resourceGroup?: string) => Promise<readonly AzurePermission[]>;
  /** Whether the name can be had; the word for why not. */
  readonly nameAvailable: (type: string, name: string) => Promise<true | string>;
  readonly deletedVaults: () => Promise<readonly AzureDeletedVault[]>;
  /** Whether a resource is there, by its id within the subscription. */
  readonly isThere: (resourceId: string, apiVersion: string) => Promise<boolean>;
}

/** Versions of the APIs, as their references have them. */
const versions = {
  resources: '2022-12-01',
  providers: '2021-04-01',
  features: '2021-07-01',
  skus: '2021-07-01',
  permissions: '2022-04-01',
  vaults: '2023-07-01',
} as const;

const usageVersions = {
  'Microsoft.Compute': '2024-07-01',
  'Microsoft.Network': '2024-05-01',
  'Microsoft.Storage': '2023-05-01',
} as const;

const nameVersions: Readonly<Record<string, string>> = {
  'Microsoft.Storage/storageAccounts': '2023-05-01',
  'Microsoft.KeyVault/vaults': versions.vaults,
  'Microsoft.DBforPostgreSQL/flexibleServers': '2024-08-01',
};

const subscription = z.object({
  subscriptionId: z.string(),
  tenantId: z.string(),
  displayName: z.string(),
  state: z.string(),
});
const location = z.object({
  name: z.string(),
  availabilityZoneMappings: z.array(z.object({ logicalZone: z.string() })).optional(),
});
const sku = z.object({
  name: z.string(),
  resourceType: z.string(),
  family: z.string().optional(),
  locationInfo: z.array(z.object({ zones: z.array(z.string()).optional() })).optional(),
  capabilities: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  restrictions: z
    .array(
      z.object({
        type: z.string(),
        reasonCode: z.string(),
        restrictionInfo: z.object({ zones: z.array(z.string()).optional() }).optional(),
      }),
    )
    .optional(),
});
const usage = z.object({ currentValue: z.number(), limit: z.number(), name: z.object({ value: z.string() }) });
const provider = z.object({ namespace: z.string(), registrationState: z.string() });
const permission = z.object({ actions: z.array(z.string()), notActions: z.array(z.string()).optional() });
const available = z.object({ nameAvailable: z.boolean(), reason: z.string().nullish() });
const deletedVault = z.object({
  name: z.string(),
  properties: z.object({ location: z.string(), scheduledPurgeDate: z.string() }),
});

const root = 'https://management.azure.com';

/** @throws CloudFailure from every function. */
export function azureAccount(
  call: RestCall,
  place: { readonly subscriptionId: string; readonly location: string },
  signal: AbortSignal,
): AzureAccount {
  const of = `${root}/subscriptions/${place.subscriptionId}`;
  const get = async <T>(url: string, schema: z.ZodType<T>): Promise<T> =>
    decoded(schema, await call({ method: 'GET', url }, signal), `GET ${url}`);
  /** Every page of a list. */
  const list = async <T>(url: string, item: z.ZodType<T>): Promise<readonly T[]> => {
    const schema = z.object({ value: z.array(item), nextLink: z.string().nullish() });
    const found: T[] = [];
    let next: string | null | undefined = url;
    while (next !== undefined && next !== null && next !== '') {
      // The token must not follow a link to anywhere else.
      if (!next.startsWith(`${root}/`))
        throw new CloudFailure('refused', 'Malformed', `${url}: the next page is elsewhere`);
      const page: z.infer<typeof schema> = await get(next, schema);
      found.push(...page.value);
      next = page.nextLink;
    }
    return found;
  };
  const inLocation = (namespace: string): string => `${of}/providers/${namespace}/locations/${place.location}`;
  const usagesOf = byKey(async (namespace) => {
    const version = usageVersions[namespace as keyof typeof usageVersions];
    const found = await list(`${inLocation(namespace)}/usages?api-version=${version}`, usage);
    return new Map(
      found.map(({ name, currentValue, limit }) => [name.value.toLowerCase(), { used: currentValue, limit }]),
    );
  });

  return {
    subscriptions: async () => {
      const found = await list(`${root}/subscriptions?api-version=${versions.resources}`, subscription);
      return found.map((one) => ({
        id: one.subscriptionId,
        tenant: one.tenantId,
        name: one.displayName,
        state: one.state,
      }));
    },
    locations: async () => {
      const found = await list(`${of}/locations?api-version=${versions.resources}`, location);
      return new Map(
        found.map(({ name, availabilityZoneMappings = [] }) => [
          name,
          availabilityZoneMappings.map(({ logicalZone }) => logicalZone),
        ]),
      );
    },
    machines: lazily(async () => {
      const filter = encodeURIComponent(`location eq '${place.location}'`);
      const url = `${of}/providers/Microsoft.Compute/skus?api-version=${versions.skus}&$filter=${filter}`;
      const found = await list(url, sku);
      return new Map(
        found
          .filter(({ resourceType }) => resourceType === 'virtualMachines')
          .map((one): [string, AzureSku] => [one.name, skuOf(one)]),
      );
    }),
    usages: usagesOf,
    providers: async () => {
      const found = await list(`${of}/providers?api-version=${versions.providers}`, provider);
      return new Map(found.map(({ namespace, registrationState }) => [namespace.toLowerCase(), registrationState]));
    },
    feature: async (namespace, name) => {
      const url = `${of}/providers/Microsoft.Features/providers/${namespace}/features/${name}?api-version=${versions.features}`;
      return (await get(url, z.object({ properties: z.object({ state: z.string() }) }))).properties.state;
    },
    permissions: async (resourceGroup) => {
      const scope = resourceGroup === undefined ? of : `${of}/resourcegroups/${resourceGroup}`;
      const url = `${scope}/providers/Microsoft.Authorization/permissions?api-version=${versions.permissions}`;
      return (await list(url, permission)).map(({ actions, notActions = [] }) => ({ actions, notActions }));
    },
    nameAvailable: async (type, name) => {
      const namespace = type.split('/')[0] ?? '';
      const url = `${of}/providers/${namespace}/checkNameAvailability?api-version=${nameVersions[type] ?? ''}`;
      const answer = decoded(
        available,
        await call({ method: 'POST', url, body: { name, type } }, signal),
        `POST ${url}`,
      );
      return answer.nameAvailable ? true : (answer.reason ?? 'no reason given');
    },
    deletedVaults: lazily(async () => {
      const url = `${of}/providers/Microsoft.KeyVault/deletedVaults?api-version=${versions.vaults}`;
      return (await list(url, deletedVault)).map(({ name, properties }) => ({
        name,
        location: properties.location,
        purgeDate: properties.scheduledPurgeDate,
      }));
    }),
    isThere: async (resourceId, apiVersion) => {
      try {
        await get(`${of}${resourceId}?api-version=${apiVersion}`, z.object({ id: z.string() }));
        return true;
      } catch (error) {
        if (error instanceof CloudFailure && error.kind === 'notFound') return false;
        throw error;
      }
    },
  };
}

function skuOf({
  name,
  family = '',
  locationInfo = [],
  capabilities = [],
  restrictions = [],
}: z.infer<typeof sku>): AzureSku {
  const vcpus = Number(capabilities.find((one) => one.name === 'vCPUs')?.value);
  return {
    name,
    family,
    vcpus,
    zones: locationInfo.flatMap(({ zones = [] }) => zones),
    restrictions: restrictions.map(({ type, reasonCode, restrictionInfo }) => ({
      reason: reasonCode,
      zones: type === 'Zone' ? (restrictionInfo?.zones ?? []) : 'all',
    })),
  };
}

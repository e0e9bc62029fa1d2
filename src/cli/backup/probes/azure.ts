import { CloudFailure } from '../../../clouds/failure.ts';
import type { RestCall } from '../../../clouds/rest.ts';
import { looking, orElse, type DatabaseFacts } from '../facts.ts';
import type { Copy } from '../item.ts';
import type { Holdings } from '../subjects.ts';
import { listAt, objectAt, textAt, type Answer } from './answer.ts';
import { latest, type DatabaseTarget, type Probe } from './probe.ts';

const management = 'https://management.azure.com';
/** Versions of Azure Resource Manager's APIs that have what is read here. */
const versions = {
  postgres: '2024-08-01',
  storage: '2023-05-01',
  vault: '2023-07-01',
  dataProtection: '2024-04-01',
} as const;
/** The log is written away every five minutes, and Azure names no later moment. Source: Azure documentation, "Backup and restore in Azure Database for PostgreSQL". */
const logMs = 5 * 60 * 1000;

/**
 * What Azure says, by its management API alone: the data planes are closed to whoever is outside the network. Sources: the
 * REST references of PostgreSQL flexible servers, Storage, Key Vault and Data Protection.
 */
export function azureProbe(
  {
    subscriptionId,
    vaultId,
    copies,
    now,
  }: {
    readonly subscriptionId: string;
    readonly vaultId: string;
    readonly copies: Holdings['copies'];
    readonly now: number;
  },
  call: RestCall,
  signal: AbortSignal,
): Probe {
  const get = async (id: string, version: string): Promise<Answer> =>
    objectAt(await call({ method: 'GET', url: `${management}${id}?api-version=${version}` }, signal));
  return {
    database: (target) =>
      looking('PostgreSQL flexibleServers.get', signal, async () => {
        const server = await serverOf(target, subscriptionId, get);
        return { ...databaseFacts(server, now), copies: await recoveryPoints(copies, get) };
      }),
    bucket: (name) =>
      looking('Storage blobServices.get', signal, async () => {
        const account = name.split('/blobServices/')[0] ?? name;
        await get(name, versions.storage);
        const service = objectAt((await get(`${account}/blobServices/default`, versions.storage))['properties']);
        const soft = objectAt(service['deleteRetentionPolicy']);
        const softDays = soft['enabled'] === true && typeof soft['days'] === 'number' ? soft['days'] : 0;
        const versionDays = versionDaysOf(
          await orElse<Answer>({}, 'managementPolicies.get', () =>
            get(`${account}/managementPolicies/default`, versions.storage),
          ),
          name.split('/').at(-1) ?? '',
        );
        const isVersioned = service['isVersioningEnabled'] === true;
        return {
          versioned: isVersioned || softDays > 0,
          ...(isVersioned
            ? // A rule counts from when a version was made, which may be long ago: soft delete alone keeps it from now on.
              versionDays !== undefined && { undoDays: softDays }
            : { undoDays: softDays }),
          copies: copies
            .filter(({ type }) => type === 'azure-native:storage:StorageAccount')
            .map((copy): Copy => ({ where: `account ${copy.name.split('/').at(-1) ?? ''} in ${copy.region}` })),
        };
      }),
    key: ({ name }) =>
      looking('KeyVault keys.get', signal, async () => {
        const key = objectAt((await get(name, versions.vault))['properties']);
        const vault = objectAt((await get(name.split('/keys/')[0] ?? name, versions.vault))['properties']);
        const actions = listAt(objectAt(key['rotationPolicy']), 'lifetimeActions');
        return {
          enabled: objectAt(key['attributes'])['enabled'] !== false,
          rotates: actions.some(({ action }) => textAt(objectAt(action), 'type')?.toLowerCase() === 'rotate'),
          recoverable: vault['enableSoftDelete'] !== false && vault['enablePurgeProtection'] === true,
        };
      }),
    secret: (name) =>
      looking('KeyVault secrets.get', signal, async () => {
        // The management API describes a secret, and never returns its value.
        const secret = objectAt((await get(`${vaultId}/secrets/${nameIn(name)}`, versions.vault))['properties']);
        const attributes = objectAt(secret['attributes']);
        const { updated } = attributes;
        return {
          hasValue: attributes['enabled'] !== false && textAt(secret, 'secretUriWithVersion') !== undefined,
          ...(typeof updated === 'number' && { changedAt: new Date(updated * 1000).toISOString() }),
          copies: [],
        };
      }),
  };
}

/** `https://vault.vault.azure.net/secrets/name` → `name` */
function nameIn(url: string): string {
  return url.replace(/^.*\/secrets\//, '').split('/')[0] ?? url;
}

type Get = (id: string, version: string) => Promise<Answer>;

async function serverOf(target: DatabaseTarget, subscriptionId: string, get: Get): Promise<Answer> {
  if ('name' in target) return get(target.name, versions.postgres);
  const all = `/subscriptions/${subscriptionId}/providers/Microsoft.DBforPostgreSQL/flexibleServers`;
  const found = listAt(await get(all, versions.postgres), 'value').find(
    ({ properties }) => textAt(objectAt(properties), 'fullyQualifiedDomainName') === target.host,
  );
  if (found !== undefined) return found;
  throw new CloudFailure(
    'refused',
    'NotHere',
    `No flexible server of this subscription is called ${target.host}; whoever made it knows its backups.`,
  );
}

function databaseFacts(server: Answer, now: number): Omit<DatabaseFacts, 'copies'> {
  const backup = objectAt(objectAt(server['properties'])['backup']);
  const oldest = textAt(backup, 'earliestRestoreDate');
  const { backupRetentionDays: days } = backup;
  return {
    anyMoment: true,
    ...(oldest !== undefined && { oldest, newest: new Date(now - logMs).toISOString() }),
    ...(typeof days === 'number' && { retentionDays: days }),
  };
}

async function recoveryPoints(copies: Holdings['copies'], get: Get): Promise<readonly Copy[]> {
  const instances = copies.filter(({ type }) => type === 'azure-native:dataprotection:BackupInstance');
  return Promise.all(
    instances.map(async ({ name }) => {
      const points = listAt(await get(`${name}/recoveryPoints`, versions.dataProtection), 'value');
      const newest = latest(points.map(({ properties }) => textAt(objectAt(properties), 'recoveryPointTime')));
      return { where: 'backup vault', ...(newest !== undefined && { newest }) };
    }),
  );
}

/** Days after which old versions in a container go; none where no rule is about them. */
function versionDaysOf(answer: Answer, container: string): number | undefined {
  const rules = listAt(objectAt(objectAt(answer['properties'])['policy']), 'rules');
  const days = rules.flatMap((rule) => {
    const { filters, actions } = objectAt(rule['definition']);
    const prefixes = objectAt(filters)['prefixMatch'];
    const isAbout = !Array.isArray(prefixes) || prefixes.includes(`${container}/`) || prefixes.includes(container);
    const after = objectAt(objectAt(objectAt(actions)['version'])['delete'])['daysAfterCreationGreaterThan'];
    return rule['enabled'] !== false && isAbout && typeof after === 'number' ? [after] : [];
  });
  return days.length === 0 ? undefined : Math.min(...days);
}

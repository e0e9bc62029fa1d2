import { textAt } from '../../../../stacks/inputs.ts';
import type { PlannedResource } from '../../../../stacks/planned.ts';
import { mapped, type Answer } from '../../../clouds/account/answer.ts';
import type { AzureAccount } from '../../../clouds/account/azure.ts';
import { judgeNames, type NameState } from '../judge.ts';
import { newNames, type Preflight } from '../subject.ts';
import type { Verdict } from '../verdict.ts';

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly token: string;
  /** Type in Azure Resource Manager, and the version of its API. */
  readonly type: string;
  readonly version: string;
  /** Whether the name must be unique among all customers. */
  readonly isGlobal: boolean;
}

const kinds: readonly Kind[] = [
  {
    id: 'names.storage-accounts',
    title: 'Names of storage accounts',
    token: 'azure-native:storage:StorageAccount',
    type: 'Microsoft.Storage/storageAccounts',
    version: '2023-05-01',
    isGlobal: true,
  },
  {
    id: 'names.vaults',
    title: 'Names of key vaults',
    token: 'azure-native:keyvault:Vault',
    type: 'Microsoft.KeyVault/vaults',
    version: '2023-07-01',
    isGlobal: true,
  },
  {
    id: 'names.database',
    title: 'Name of the PostgreSQL server',
    token: 'azure-native:dbforpostgresql:Server',
    type: 'Microsoft.DBforPostgreSQL/flexibleServers',
    version: '2024-08-01',
    isGlobal: true,
  },
  {
    id: 'names.cluster',
    title: 'Name of the AKS cluster',
    token: 'azure-native:containerservice:ManagedCluster',
    type: 'Microsoft.ContainerService/managedClusters',
    version: '2024-09-01',
    isGlobal: false,
  },
  {
    id: 'names.identities',
    title: 'Names of managed identities',
    token: 'azure-native:managedidentity:UserAssignedIdentity',
    type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    version: '2023-01-31',
    isGlobal: false,
  },
];

const otherName = 'Give the environment another name.';

/** A verdict for each kind of name that the plan takes anew. */
export async function nameVerdicts(preflight: Preflight, account: AzureAccount): Promise<readonly Verdict[]> {
  const { plan, begun } = preflight;
  const verdicts = kinds.map(async (kind): Promise<readonly Verdict[]> => {
    const wanted = newNames(preflight, kind.token);
    const resources = plan.resources.filter(
      ({ type, physicalName = '' }) => type === kind.token && wanted.includes(physicalName),
    );
    if (resources.length === 0) return [];
    const names = await Promise.all(
      resources.map(async (resource) => ({
        name: resource.physicalName ?? '',
        answer: await stateOf(kind, resource, preflight, account),
      })),
    );
    const idOf = (name: string): string => resourceId(kind, named(resources, name));
    const wayOut = (name: string, state: NameState): string => {
      if (state === 'taken') return otherName;
      if (state === 'deleted') {
        const location = textAt(named(resources, name)?.inputs, 'location');
        return `az keyvault recover --name ${name} --location ${location} brings it back; where it has no purge protection, az keyvault purge --name ${name} --location ${location} frees its name. Or: ${otherName}`;
      }
      return `az resource show --ids ${idOf(name)} shows whose it is. Delete it, or: ${otherName}`;
    };
    return [judgeNames({ subject: { id: kind.id, title: kind.title }, names, begun, wayOut })];
  });
  return (await Promise.all(verdicts)).flat();
}

function named(resources: readonly PlannedResource[], name: string): PlannedResource | undefined {
  return resources.find(({ physicalName }) => physicalName === name);
}

function resourceId({ type }: Kind, resource: PlannedResource | undefined): string {
  return `/resourceGroups/${textAt(resource?.inputs, 'resourceGroupName')}/providers/${type}/${resource?.physicalName ?? ''}`;
}

/** A name that cannot be had is ours where the resource is there, deleted where a vault waits to be purged, else taken. */
async function stateOf(
  kind: Kind,
  resource: PlannedResource,
  { ask }: Preflight,
  account: AzureAccount,
): Promise<Answer<NameState>> {
  const name = resource.physicalName ?? '';
  const isThere = (): Promise<boolean> => account.isThere(resourceId(kind, resource), kind.version);
  if (!kind.isGlobal) return mapped(await ask(isThere), (there): NameState => (there ? 'ours' : 'free'));
  return ask(async (): Promise<NameState> => {
    if ((await account.nameAvailable(kind.type, name)) === true) return 'free';
    if (await isThere()) return 'ours';
    if (kind.type !== 'Microsoft.KeyVault/vaults') return 'taken';
    const deleted = await account.deletedVaults();
    return deleted.some((vault) => vault.name.toLowerCase() === name.toLowerCase()) ? 'deleted' : 'taken';
  });
}

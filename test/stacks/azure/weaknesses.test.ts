import { beforeAll, describe, expect, it } from 'vitest';
import type { Plan, PlannedResource } from '../../../stacks/planned.ts';
import { azureWeaknesses } from '../../../stacks/weaknesses/azure.ts';
import { weaknessIds } from '../../../stacks/weaknesses/weakness.ts';
import { environmentOf, existing, ofType, planOf, textOf } from './environments.ts';

interface Plans {
  /** The production profile as it is. */
  readonly usual: Plan;
  /** In a network that exists, with copies, and the plane in a namespace of another name. */
  readonly brought: Plan;
}

const one = (plan: Plan, type: string, concern?: string): PlannedResource | undefined =>
  ofType(plan, type).find((resource) => concern === undefined || resource.concern === concern);
const scopesOf = (plan: Plan, name: string): readonly string[] =>
  ofType(plan, 'authorization:RoleAssignment')
    .filter((assignment) => assignment.name.startsWith(name))
    .map(({ inputs }) => textOf(inputs['scope']));
const lifecycle = (plan: Plan): string => JSON.stringify(one(plan, 'storage:ManagementPolicy', 'storage')?.inputs);

/** What a plan must show for each weakness that is called closed; what there is not, for one that is declined. */
const shown: Readonly<Record<(typeof weaknessIds.azure)[number], (plans: Plans) => void>> = {
  'vault-public-network': ({ usual }) => {
    expect(one(usual, 'keyvault:Vault')?.inputs['properties']).toMatchObject({
      publicNetworkAccess: 'Disabled',
      networkAcls: { defaultAction: 'Deny' },
      enableRbacAuthorization: true,
      enablePurgeProtection: true,
      softDeleteRetentionInDays: 90,
    });
    expect(one(usual, 'network:PrivateEndpoint', 'encryption')).toBeDefined();
  },
  'storage-public-network': ({ usual }) => {
    expect(one(usual, 'storage:StorageAccount', 'storage')?.inputs).toMatchObject({ publicNetworkAccess: 'Disabled' });
    expect(one(usual, 'network:PrivateEndpoint', 'storage')).toBeDefined();
  },
  'no-versioning': ({ usual }) =>
    expect(one(usual, 'storage:BlobServiceProperties', 'storage')?.inputs).toMatchObject({ isVersioningEnabled: true }),
  'no-lifecycle': ({ usual }) => expect(lifecycle(usual)).toContain('"name":"old-versions"'),
  'no-delete-ops-expiry': ({ usual }) => expect(lifecycle(usual)).toContain('brainstore/brainstore/wal/delete_ops/'),
  'no-cache-expiry': ({ usual }) => expect(lifecycle(usual)).toContain('"prefixMatch":["responses/"]'),
  'redis-retired-tier': ({ usual }) => {
    expect(one(usual, 'redisenterprise:RedisEnterprise')?.inputs).toMatchObject({
      highAvailability: 'Enabled',
      minimumTlsVersion: '1.2',
      publicNetworkAccess: 'Disabled',
    });
    expect(one(usual, 'redisenterprise:Database')?.inputs).toMatchObject({ clientProtocol: 'Encrypted' });
  },
  'postgres-same-zone': ({ usual }) =>
    expect(one(usual, 'dbforpostgresql:Server')?.inputs).toMatchObject({
      availabilityZone: '1',
      highAvailability: { mode: 'ZoneRedundant', standbyAvailabilityZone: '2' },
    }),
  'postgres-old-version': ({ usual }) =>
    expect(one(usual, 'dbforpostgresql:Server')?.inputs).toMatchObject({ version: '17' }),
  'postgres-backup-week': ({ usual, brought }) => {
    expect(one(usual, 'dbforpostgresql:Server')?.inputs).toMatchObject({ backup: { backupRetentionDays: 14 } });
    expect(one(brought, 'dataprotection:BackupVault')?.inputs['properties']).toMatchObject({
      securitySettings: { immutabilitySettings: { state: 'Unlocked' }, softDeleteSettings: { state: 'AlwaysOn' } },
      storageSettings: [{ type: 'GeoRedundant' }],
    });
    expect(one(brought, 'dataprotection:BackupInstance')).toBeDefined();
  },
  'empty-security-groups': ({ usual }) => {
    const groups = ofType(usual, 'network:NetworkSecurityGroup');
    expect(groups).toHaveLength(4);
    for (const { inputs } of groups) expect((inputs['securityRules'] as readonly unknown[]).length).toBeGreaterThan(2);
    for (const { inputs, name } of ofType(usual, 'network:Subnet')) {
      expect(inputs['networkSecurityGroup'], name).toBeDefined();
      expect(inputs['privateEndpointNetworkPolicies'], name).toBe('NetworkSecurityGroupEnabled');
    }
  },
  'no-taints': ({ usual }) => {
    const pools = ofType(usual, 'containerservice:AgentPool').filter(({ name }) => name.includes('brainstore'));
    expect(pools.map(({ inputs }) => inputs['nodeTaints'])).toEqual(
      Array.from({ length: 3 }, () => ['planewright.dev/pool=brainstore:NoSchedule']),
    );
    expect(usual.outputs['brainstoreTolerations']).toEqual([
      { key: 'planewright.dev/pool', operator: 'Equal', value: 'brainstore', effect: 'NoSchedule' },
    ]);
  },
  'namespace-hard-coded': ({ brought }) =>
    expect(one(brought, 'managedidentity:FederatedIdentityCredential')?.inputs['subject']).toBe(
      'system:serviceaccount:elsewhere:braintrust-api',
    ),
  'cluster-contributor-on-group': ({ usual }) => {
    const scopes = scopesOf(usual, 'kubernetes-cluster-may-');
    expect(scopes).toHaveLength(5);
    for (const scope of scopes) expect(scope).toMatch(/\/(subnets|diskEncryptionSets)\/[^/]+$/);
  },
  'kubeconfig-in-outputs': ({ usual }) => {
    expect(one(usual, 'containerservice:ManagedCluster')?.inputs).toMatchObject({ disableLocalAccounts: true });
    expect(JSON.stringify(usual.outputs)).not.toContain('[secret]');
    expect(Object.keys(usual.outputs).filter((key) => /kube_?config/i.test(key))).toEqual([]);
  },
  'entry-plaintext-to-origin': ({ usual }) => {
    const gateway = one(usual, 'network:ApplicationGateway');
    expect(gateway?.inputs['httpListeners']).toMatchObject([{ protocol: 'Https' }]);
    // Plain as far as the balancer, whose subnet lets in the gateway's and no other.
    expect(gateway?.inputs['backendAddressPools']).toMatchObject([
      { backendAddresses: [{ ipAddress: '10.175.4.94' }] },
    ]);
    const balancer = ofType(usual, 'network:NetworkSecurityGroup').find(({ name }) => name.includes('balancer'));
    expect(balancer?.inputs['securityRules']).toMatchObject([
      { name: 'api-from-entry', sourceAddressPrefix: '10.175.3.0/24', destinationPortRange: '8000' },
      {},
      { access: 'Deny' },
    ]);
  },
  'entry-manual-approval': ({ usual }) => {
    const annotations = usual.outputs['apiServiceAnnotations'] as Readonly<Record<string, string>>;
    const address = annotations['service.beta.kubernetes.io/azure-load-balancer-ipv4'];
    expect(JSON.stringify(one(usual, 'network:ApplicationGateway')?.inputs)).toContain(
      `"ipAddress":"${address ?? ''}"`,
    );
    expect(usual.resources.filter(({ type }) => /privateLinkService|cdn:/i.test(type))).toEqual([]);
  },
  'entry-not-in-existing-network': ({ brought }) =>
    expect(one(brought, 'network:ApplicationGateway')?.inputs['gatewayIPConfigurations']).toMatchObject([
      { subnet: { id: existing.network.entrySubnetId } },
    ]),
  'postgres-restart-by-hand': ({ usual }) => {
    const script = one(usual, 'resources:AzureCliScript');
    expect(script?.inputs['scriptContent']).toContain('/restart?api-version=');
    const configured = ofType(usual, 'dbforpostgresql:Configuration');
    expect(configured.length).toBeGreaterThan(5);
    expect(script?.dependencies.filter((urn) => urn.includes('dbforpostgresql:Configuration'))).not.toEqual([]);
    expect(one(usual, 'authorization:RoleDefinition')?.inputs['permissions']).toMatchObject([
      {
        actions: [
          'Microsoft.DBforPostgreSQL/flexibleServers/read',
          'Microsoft.DBforPostgreSQL/flexibleServers/restart/action',
        ],
      },
    ]);
  },
  'vault-dns-zone-not-brought': ({ brought }) =>
    expect(ofType(brought, 'privatedns:PrivateZone').filter(({ name }) => name.includes('vault'))).toEqual([]),
  'cluster-off-by-default': ({ usual }) =>
    expect(one(usual, 'containerservice:ManagedCluster')?.inputs['apiServerAccessProfile']).toMatchObject({
      enablePrivateCluster: true,
      enablePrivateClusterPublicFQDN: false,
    }),
  'no-code-isolation': () => expect(environmentOf().spec.plane.api.codeExecution).toBe('Disabled'),
  'no-support-path': ({ usual }) =>
    expect(JSON.stringify(ofType(usual, 'authorization:RoleAssignment'))).not.toMatch(/vendor|support/i),
  'no-plan-tests': ({ usual }) => expect(usual.resources.length).toBeGreaterThan(100),
};

describe('weaknesses of the vendor’s Azure module', () => {
  let plans: Plans;
  beforeAll(async () => {
    const { network } = existing;
    plans = {
      usual: await planOf(),
      brought: await planOf({
        spec: { network, plane: { namespace: 'elsewhere' }, backups: { region: 'centralus' } },
      }),
    };
  });

  it('have a row each, and a reason', () => {
    expect(azureWeaknesses.map(({ id }) => id)).toEqual([...weaknessIds.azure]);
    for (const { id, how } of azureWeaknesses) expect(how.length, id).toBeGreaterThan(20);
  });

  it.each(azureWeaknesses)('$id: $how', ({ id }) => {
    shown[id](plans);
  });
});

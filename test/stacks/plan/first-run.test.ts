import { describe, expect, it } from 'vitest';
import { resolveEnvironment } from '../../../stacks/environment/resolve.ts';
import type { Plan, PlannedResource } from '../../../stacks/planned.ts';
import { example } from '../support/examples.ts';
import { realPlan } from '../support/plans.ts';

const plan = async (name: string): Promise<Plan> => realPlan(resolveEnvironment((await example(name)).document));

/** Whether one resource is made after another, directly or through others; what a component waits for counts too. */
function order({ resources }: Plan) {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const known = new Map<string, ReadonlySet<string>>();
  const before = (urn: string): ReadonlySet<string> => {
    const found = known.get(urn);
    if (found !== undefined) return found;
    const all = new Set<string>();
    known.set(urn, all);
    for (const one of byUrn.get(urn)?.dependencies ?? []) {
      all.add(one);
      for (const further of before(one)) all.add(further);
    }
    return all;
  };
  return (later: PlannedResource, earlier: PlannedResource): boolean => before(later.urn).has(earlier.urn);
}

const ofType = ({ resources }: Plan, ...types: readonly string[]): readonly PlannedResource[] => {
  const found = resources.filter(({ type }) => types.includes(type));
  if (found.length === 0) throw new Error(`the plan has no ${types.join(' and no ')}`);
  return found;
};

/** Each pair that is not in order, by name. */
function tooEarly(
  whole: Plan,
  later: readonly PlannedResource[],
  earlier: (of: PlannedResource) => readonly PlannedResource[],
): readonly string[] {
  const isAfter = order(whole);
  return later.flatMap((one) =>
    earlier(one).flatMap((other) => (isAfter(one, other) ? [] : [`${one.name} before ${other.name}`])),
  );
}

/** What fails on the first run of the vendor's own modules, and does not of ours: by the order in which things are made. */
describe('the first run on Google Cloud', () => {
  it('makes database and cache after the private connection, not beside it', async () => {
    const google = await plan('google-standard');
    const connection = ofType(google, 'gcp:servicenetworking/connection:Connection');
    const takers = ofType(google, 'gcp:sql/databaseInstance:DatabaseInstance', 'gcp:redis/instance:Instance');
    expect(takers).toHaveLength(2);
    expect(tooEarly(google, takers, () => connection)).toEqual([]);
  });

  it('makes nothing before the APIs are on that it is made with', async () => {
    const google = await plan('google-standard');
    const services = ofType(google, 'gcp:projects/service:Service');
    const isAfter = order(google);
    const early = google.resources
      .filter(({ type }) => type.startsWith('gcp:') && type !== 'gcp:projects/service:Service')
      .filter((one) => !services.some((service) => isAfter(one, service)));
    expect(early.map(({ name }) => name)).toEqual([]);
  });

  it('encrypts nothing with a key before the agent of the service may use the key', async () => {
    const google = await plan('google-standard');
    const rights = ofType(google, 'gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember');
    const keys = ofType(google, 'gcp:kms/cryptoKey:CryptoKey');
    const isAfter = order(google);
    const encrypted = ofType(
      google,
      'gcp:sql/databaseInstance:DatabaseInstance',
      'gcp:redis/instance:Instance',
      'gcp:storage/bucket:Bucket',
      'gcp:secretmanager/secret:Secret',
      'gcp:container/cluster:Cluster',
    ).filter((one) => keys.some((key) => isAfter(one, key)));
    expect(encrypted.length).toBeGreaterThan(5);
    const rightsOn = (one: PlannedResource) =>
      rights.filter((right) => keys.some((key) => isAfter(one, key) && isAfter(right, key)));
    expect(tooEarly(google, encrypted, rightsOn)).toEqual([]);
  });
});

describe('the first run on Azure', () => {
  it('restarts the database after the last of its parameters, so that its extensions are there', async () => {
    const azure = await plan('azure-production');
    const restart = ofType(azure, 'azure-native:resources:AzureCliScript');
    const parameters = ofType(azure, 'azure-native:dbforpostgresql:Configuration');
    expect(tooEarly(azure, restart, () => parameters)).toEqual([]);
  });

  it('encrypts nothing with a key before the identity may open the key', async () => {
    const azure = await plan('azure-production');
    const rights = ofType(azure, 'azure-native:authorization:RoleAssignment').filter(({ name }) =>
      name.startsWith('encryption-'),
    );
    expect(rights.length).toBeGreaterThan(2);
    const encrypted = ofType(azure, 'azure-native:dbforpostgresql:Server', 'azure-native:cache:RedisEnterprise').concat(
      ofType(azure, 'azure-native:storage:StorageAccount').filter(({ concern }) => concern === 'storage'),
    );
    expect(tooEarly(azure, encrypted, () => rights)).toEqual([]);
  });

  it('waits for no human: no private endpoint is one that somebody must approve, and there is no Front Door', async () => {
    const azure = await plan('azure-production');
    for (const { inputs } of ofType(azure, 'azure-native:network:PrivateEndpoint')) {
      expect(inputs['manualPrivateLinkServiceConnections']).toBeUndefined();
      expect(inputs['privateLinkServiceConnections']).toHaveLength(1);
    }
    expect(azure.resources.filter(({ type }) => /:cdn:|frontdoor|privateLinkService$/i.test(type))).toEqual([]);
  });

  it('trusts the service accounts of the namespace in which the plane is installed', async () => {
    const azure = await plan('azure-production');
    const subjects = ofType(azure, 'azure-native:managedidentity:FederatedIdentityCredential').map(
      ({ inputs }) => inputs['subject'],
    );
    for (const subject of subjects) expect(subject).toMatch(/^system:serviceaccount:(braintrust|planewright-system):/);
  });
});

describe('the first run on AWS', () => {
  it('lets nobody take a role before the role has its rights', async () => {
    const aws = await plan('aws-production');
    const rights = ofType(aws, 'aws:iam/rolePolicyAttachment:RolePolicyAttachment', 'aws:iam/rolePolicy:RolePolicy');
    const takers = ofType(aws, 'aws:eks/cluster:Cluster', 'aws:eks/nodeGroup:NodeGroup', 'aws:rds/instance:Instance');
    const roles = ofType(aws, 'aws:iam/role:Role');
    const own = (taker: PlannedResource) => {
      const taken = roles.filter((role) => taker.dependencies.includes(role.urn));
      expect(taken.length).toBeGreaterThan(0);
      return rights.filter((right) => taken.some(({ urn }) => right.dependencies.includes(urn)));
    };
    expect(tooEarly(aws, takers, own)).toEqual([]);
  });

  it('gives no NAT gateway an address before the network has a way out', async () => {
    const aws = await plan('aws-production');
    const gateways = ofType(aws, 'aws:ec2/natGateway:NatGateway');
    const isAfter = order(aws);
    const outward = ofType(aws, 'aws:ec2/internetGateway:InternetGateway');
    const early = gateways.filter((one) => !outward.some((gateway) => isAfter(one, gateway)));
    expect(early.map(({ name }) => name)).toEqual([]);
  });

  it.each(['aws-production', 'aws-sandbox'])(
    '%s asks for no IOPS of its own on a disk that is too small',
    async (name) => {
      for (const { inputs } of ofType(await plan(name), 'aws:rds/instance:Instance')) {
        const { allocatedStorage, iops, storageThroughput } = inputs;
        if (Number(allocatedStorage) < 400) expect([iops, storageThroughput]).toEqual([undefined, undefined]);
        else expect(iops).toBeDefined();
      }
    },
  );

  it('starts machines with user data that is short enough, and trusts by no wildcard that is compared literally', async () => {
    const aws = await plan('aws-production');
    for (const { inputs } of ofType(aws, 'aws:ec2/launchTemplate:LaunchTemplate')) {
      expect(JSON.stringify(inputs['userData'] ?? '').length).toBeLessThan(16_384);
    }
    for (const { inputs } of ofType(aws, 'aws:iam/role:Role')) {
      expect(JSON.stringify(inputs['assumeRolePolicy'])).not.toMatch(/StringEquals[^}]*\*/);
    }
  });
});

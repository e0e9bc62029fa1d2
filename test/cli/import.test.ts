import { describe, expect, it } from 'vitest';
import { addImportCommand } from '../../src/cli/commands/import.ts';
import { addValidateCommand } from '../../src/cli/commands/validate.ts';
import { runProgram } from '../../src/cli/program.ts';
import { readProjectFile } from '../workshop/tree.ts';
import { fakeIo } from './fake-io.ts';

const recorded = {
  aws: await readProjectFile('test/fixtures/terraform/aws.json'),
  google: await readProjectFile('test/fixtures/terraform/google.json'),
  azure: await readProjectFile('test/fixtures/terraform/azure.json'),
} as const;
type Cloud = keyof typeof recorded;

/** What every recorded secret holds. */
const canary = 'c4n4ry';

const plane = [
  'version=2.9.0',
  'plane.storage.locks=Redis',
  'plane.storage.walFooterVersion=v1',
  'plane.storage.skipPostgres=None',
];
const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret';
const group = '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/acme/providers';
/** What a person must say of each recorded plane. */
const said: Readonly<Record<Cloud, readonly string[]>> = {
  aws: [
    'organization.name=Acme',
    'cloud.zones=[eu-west-1a, eu-west-1b, eu-west-1c]',
    'kubernetes.name=shared',
    'kubernetes.securityGroupId=sg-0123456789abcdef5',
    'postgres.host=acme.abc.eu-west-1.rds.amazonaws.com',
    `postgres.urlSecret=${secret}:pg`,
    'redis.host=acme.abc.euw1.cache.amazonaws.com',
    `redis.urlSecret=${secret}:redis`,
    'identity.apiRoleArn=arn:aws:iam::111122223333:role/api',
    'identity.brainstoreRoleArn=arn:aws:iam::111122223333:role/brainstore',
    'identity.operatorRoleArn=arn:aws:iam::111122223333:role/operator',
    'entry.hostname=braintrust.example.com',
  ],
  google: [
    'organization.name=Acme',
    'cloud.projectNumber=123456789012',
    'cloud.region=us-central1',
    'network.network=projects/acme-prod/global/networks/braintrust',
    'network.subnetwork=projects/acme-prod/regions/us-central1/subnetworks/braintrust',
    'network.cidr=10.0.0.0/24',
    'network.podsRange=pods',
    'network.podsCidr=10.4.0.0/14',
    'network.servicesRange=services',
    'kubernetes.name=acme',
    'kubernetes.location=us-central1',
    'postgres.urlSecret=projects/acme-prod/secrets/pg',
    'redis.urlSecret=projects/acme-prod/secrets/redis',
    'encryption.key=projects/acme-prod/locations/us-central1/keyRings/r/cryptoKeys/k',
    'identity.operatorServiceAccount=planewright@acme-prod.iam.gserviceaccount.com',
    'entry.hostname=braintrust.example.com',
  ],
  azure: [
    'cloud.location=eastus2',
    `network.entrySubnetId=${group}/Microsoft.Network/virtualNetworks/acme/subnets/entry`,
    `network.balancerSubnetId=${group}/Microsoft.Network/virtualNetworks/acme/subnets/balancers`,
    'network.entryAddress=10.175.8.10',
    'network.balancerAddress=10.175.9.10',
    'kubernetes.oidcIssuerUrl=https://eastus2.oic.prod-aks.azure.com/a/b/',
    'kubernetes.endpoint=https://acme.hcp.eastus2.azmk8s.io:443',
    'postgres.urlSecret=pg-url',
    'redis.urlSecret=redis-url',
    'identity.operatorClientId=66666666-6666-4666-8666-666666666666',
    'entry.hostname=braintrust.example.com',
    `entry.certificate.vaultId=${group}/Microsoft.KeyVault/vaults/acme`,
    'entry.certificate.name=tls',
  ],
};

async function run(cloud: Cloud, fields: readonly string[], more: readonly string[] = [], files = {}) {
  const io = fakeIo({ files: { 'outputs.json': recorded[cloud], ...files } });
  const set = fields.flatMap((field) => ['--set', `spec.${field}`]);
  await runProgram(
    ['import', 'terraform', 'outputs.json', '--name', 'prod', ...set, ...more],
    io,
    [addImportCommand],
    '0.0.0',
  );
  return io;
}

const clouds = Object.keys(recorded) as Cloud[];

describe('planewright import terraform', () => {
  it.each(clouds)('asks by name for what the outputs do not say, and writes nothing: %s', async (cloud) => {
    const io = await run(cloud, []);
    const asked = [...io.errors.matchAll(/--set spec\.([A-Za-z.]+)=… {2,}\S/g)].map(([, path]) => path);
    expect(asked.sort()).toEqual([...said[cloud], ...plane].map((field) => field.split('=')[0]).sort());
    expect(io.code).toBe(1);
    expect(Object.keys(io.files)).toEqual(['outputs.json']);
  });

  it.each(clouds)('writes a valid environment with everything brought once all is said: %s', async (cloud) => {
    const io = await run(cloud, [...said[cloud], ...plane]);
    expect(io.text).toContain('environments/prod.yaml is written, and valid');
    const text = io.files['environments/prod.yaml'] ?? '';
    const brought = text.match(/^ {4}type: Existing$/gm) ?? [];
    expect(brought).toHaveLength(7);
    expect(text).not.toContain('type: New');
    const check = fakeIo({ files: io.files });
    await runProgram(['validate', 'prod'], check, [addValidateCommand], '0.0.0');
    expect({ text: check.text, code: check.code }).toEqual({ text: '1 environment valid\n', code: 0 });
  });

  it.each(clouds)('reads no secret, whether it is marked as one or not, and says which it left: %s', async (cloud) => {
    const io = await run(cloud, [...said[cloud], ...plane], ['--print']);
    expect(recorded[cloud]).toContain(canary);
    expect(io.text + io.errors).not.toContain(canary);
    expect(io.errors).toMatch(/Not read, because they are secrets: .*(bastion_password|redis_auth_string|kube_config)/);
  });

  it('takes from the outputs what they say', async () => {
    const { text } = await run('aws', [], ['--print']);
    expect(text).toContain("    accountId: '111122223333'\n    region: eu-west-1\n");
    expect(text).toContain(
      'privateSubnetIds: [subnet-0123456789abcdef1, subnet-0123456789abcdef2, subnet-0123456789abcdef3]',
    );
    expect(text).toContain('    # name: …   name of the EKS cluster\n');
    const azure = (await run('azure', [], ['--print'])).text;
    expect(azure).toContain('/providers/Microsoft.ContainerService/managedClusters/acme-aks');
    expect(azure).toContain('    port: 6380\n');
  });

  it('does not take a host of Amazon for one that can be moved', async () => {
    expect((await run('aws', [], ['--print'])).text).toContain('# hostname: …');
    const own = recorded.aws.replace('d111111abcdef8.cloudfront.net', 'bt.example.com');
    expect((await run('aws', [], ['--print'], { 'outputs.json': own })).text).toContain(
      '    hostname: bt.example.com\n',
    );
  });

  it('says what is wrong with what was given, and writes nothing', async () => {
    const fields = [
      ...said.aws.filter((field) => !field.startsWith('cloud.zones')),
      ...plane,
      'cloud.zones=[us-east-1a, us-east-1b]',
    ];
    const io = await run('aws', fields);
    expect(io.errors).toContain('spec.cloud.zones[0]: us-east-1a is no zone of eu-west-1');
    expect(io.files['environments/prod.yaml']).toBeUndefined();
  });

  it('refuses a secret that is given as a field, without repeating it', async () => {
    const io = await run('google', [...said.google, ...plane, `postgres.urlSecret=postgres://u:${canary}@h/db`]);
    expect(io.errors).toContain('spec.postgres.urlSecret: looks like a secret');
    expect(io.errors).not.toContain(canary);
  });

  it('leaves a file that is there', async () => {
    const io = await run('aws', [...said.aws, ...plane], [], { 'environments/prod.yaml': '# mine\n' });
    expect(io.errors).toContain('environments/prod.yaml is there already');
    expect(io.files['environments/prod.yaml']).toBe('# mine\n');
  });

  it.each([
    ['no JSON', `not ${canary}`],
    ['a state', '{"version": 4, "outputs": {}}'],
    ['outputs of something else', '{"a": {"value": "b"}}'],
  ])('refuses %s, without repeating it', async (_, text) => {
    const io = await run('aws', [], [], { 'outputs.json': text });
    expect(io.errors).toMatch(/outputs\.json:? (is )?not (what|the outputs)/);
    expect(io.errors).not.toContain(canary);
    expect(io.code).toBe(1);
  });
});

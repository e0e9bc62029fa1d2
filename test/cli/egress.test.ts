import { describe, expect, it } from 'vitest';
import { addEgressCommand } from '../../src/cli/commands/egress.ts';
import { addImagesCommand } from '../../src/cli/commands/images.ts';
import { runProgram } from '../../src/cli/program.ts';
import { version } from '../../src/cli/version.ts';
import { aws, azure, byocAws, google, saas } from '../stacks/environment/files.ts';
import { fakeIo } from './fake-io.ts';

interface Listed {
  readonly destinations: readonly {
    host: string;
    port: number;
    from: string[];
    why: string;
    source: string;
    within?: string;
  }[];
}

async function run(args: readonly string[], text: string) {
  const io = fakeIo({ files: { 'environments/prod.yaml': text } });
  await runProgram(args, io, [addEgressCommand, addImagesCommand], '0.0.0');
  return io;
}

async function destinations(text: string) {
  const { destinations: all } = JSON.parse((await run(['egress', 'list', 'prod', '-o', 'json'], text)).text) as Listed;
  return all;
}

const hosts = async (text: string): Promise<string[]> => (await destinations(text)).map(({ host }) => host);

describe('planewright egress list', () => {
  it.each([
    [
      'aws',
      aws,
      [
        'sts.us-east-1.amazonaws.com',
        'secretsmanager.us-east-1.amazonaws.com',
        'eks-auth.us-east-1.api.aws',
        'registry.k8s.io',
      ],
    ],
    ['google', google, ['storage.googleapis.com', 'us-central1-docker.pkg.dev']],
    ['azure', azure, ['login.microsoftonline.com', '*.hcp.eastus2.azmk8s.io']],
  ])('names the hosts of the cloud and of its region, and those of the vendor: %s', async (_, text, own) => {
    const found = await hosts(text);
    expect(found).toEqual(expect.arrayContaining(own));
    expect(found).toEqual(
      expect.arrayContaining(['www.braintrust.dev', 'public.ecr.aws', 'api.braintrust.dev', 'braintrust.example.com']),
    );
  });

  it('says of every host who reaches it, why, and where that is published', async () => {
    const all = (await Promise.all([aws, google, azure, byocAws, saas].map(destinations))).flat();
    expect(all.filter(({ from, why, source }) => from.length === 0 || why === '' || source === '')).toEqual([]);
  });

  it('names of other clouds nothing', async () => {
    expect((await hosts(google)).filter((host) => /amazonaws|azure|microsoft/.test(host))).toEqual([]);
    expect((await hosts(aws)).filter((host) => /googleapis|azure|microsoft/.test(host))).toEqual([]);
  });

  it('says what does not leave the network', async () => {
    const kms = (all: Listed['destinations']) => all.find(({ host }) => host.startsWith('kms.'))?.within;
    expect(kms(await destinations(aws))).toBe('an interface endpoint of the VPC');
    expect(kms(await destinations(aws.replace('endpoints: true', 'endpoints: false')))).toBeUndefined();
  });

  it('follows the file: quarantine, an API of its own, a database that is brought', async () => {
    expect(await hosts(aws)).not.toContain('lambda.us-east-1.amazonaws.com');
    expect(await hosts(aws.replace('enabled: false, cidr', 'enabled: true, cidr'))).toContain(
      'lambda.us-east-1.amazonaws.com',
    );
    expect(await hosts(saas.replace('name: Acme', 'name: Acme, apiUrl: https://eu.example.com'))).toContain(
      'eu.example.com',
    );
    const brought = google.replace(
      '{ type: New, version: REDIS_7_2, memoryGiB: 3, highAvailability: true }',
      '{ type: Existing, host: redis.example.com, port: 6378, urlSecret: redis }',
    );
    expect(await destinations(brought)).toContainEqual(
      expect.objectContaining({ host: 'redis.example.com', port: 6378 }),
    );
  });

  it('lists for BYOC what the plane needs, and leaves the cloud to the vendor', async () => {
    const { text } = await run(['egress', 'list', 'prod'], byocAws);
    expect(text).toContain('www.braintrust.dev:443');
    expect(text).not.toContain('amazonaws');
    expect(text).toContain('The vendor sets up the cluster');
  });

  it('lists for SaaS the operator alone', async () => {
    expect(await hosts(saas)).toEqual(['api.braintrust.dev', 'ghcr.io', '*.githubusercontent.com']);
  });
});

describe('planewright images list', () => {
  it("lists each image once, at the environment's version, with what runs it", async () => {
    const { text } = await run(['images', 'list', 'prod', '-o', 'json'], aws);
    expect(JSON.parse(text)).toEqual({
      environment: 'prod',
      images: [
        { image: 'public.ecr.aws/braintrust/brainstore:v2.9.0', runs: ['reader', 'fastReader', 'writer'] },
        { image: 'public.ecr.aws/braintrust/standalone-api:v2.9.0', runs: ['api'] },
        { image: `ghcr.io/planewright/planewright:${version}`, runs: ['operator'] },
        { image: 'registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.0', runs: ['cluster-autoscaler'] },
      ],
    });
  });

  it('prints one image a line for a mirror', async () => {
    expect((await run(['images', 'list', 'prod', '-o', 'names'], saas)).text).toBe(
      `ghcr.io/planewright/planewright:${version}\n`,
    );
  });
});

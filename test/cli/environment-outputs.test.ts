import { describe, expect, it } from 'vitest';
import { handedOver, outputsAreCurrent, outputsOfNothing } from '../../src/cli/environment-cluster/outputs.ts';
import { aksAuthority, makesCluster } from '../../src/cli/environment-cluster/made-cluster.ts';
import { isNamed } from '../../src/cli/environment-cluster/connection.ts';
import type { RestRequest } from '../../src/clouds/rest.ts';
import { outputsOf, parseState } from '../../stacks/engine/state.ts';
import { selfHosted } from '../stacks/support/environments.ts';
import { awsExample } from '../stacks/support/outputs.ts';
import { environmentIn, existingClusterText, stateWith } from '../support/existing-cluster.ts';

const never = new AbortController().signal;

describe('outputs of a stack', () => {
  it('are read from its state, and are none before it was brought up', () => {
    expect(outputsOf(parseState(stateWith('prod', { planeUrl: 'https://a' })))).toEqual({ planeUrl: 'https://a' });
    expect(outputsOf(parseState('{"version":3,"deployment":{}}'))).toBeUndefined();
  });

  it('must be those of this version, and say which are not', () => {
    const environment = selfHosted('aws');
    expect(handedOver(environment, { ...awsExample })).toEqual(awsExample);
    expect(() => handedOver(environment, { ...awsExample, clusterName: 7 })).toThrow('clusterName');
    expect(() => handedOver(environment, undefined)).toThrow('was never brought up');
  });

  it('come from the plan alone where nothing is made in a cloud', () => {
    const plan = { environment: 'prod', outputs: { planeUrl: 'https://a' }, resources: [] };
    expect(outputsOfNothing(plan)).toEqual({ planeUrl: 'https://a' });
    const made = { ...plan, resources: [{ type: 'aws:s3/bucket:Bucket' }] } as unknown as typeof plan;
    expect(outputsOfNothing(made)).toBeUndefined();
  });

  it.each([
    [{ a: '<entry.balancer.dnsName>', b: ['x'] }, { a: 'lb-1.example.com', b: ['x'] }, true],
    [{ a: 'https://<x.y>:443' }, { a: 'https://host:443' }, true],
    [{ a: 'https://<x.y>:443' }, { a: 'http://host' }, false],
    [{ a: 'new' }, { a: 'old' }, false],
    [{ a: 'x', b: 1 }, { a: 'x' }, false],
    [{ a: 'x' }, { a: 'x', gone: 1 }, false],
    [{ a: ['x'] }, { a: ['x', 'y'] }, false],
  ])('of a plan, %j, are in a state with %j: %s', (planned, actual, current) => {
    expect(outputsAreCurrent(planned, actual)).toBe(current);
  });
});

describe('which cluster is meant', () => {
  it('is known of a cluster that the environment makes, and must be said of one that exists', async () => {
    const existing = await environmentIn(existingClusterText());
    expect([makesCluster(selfHosted('aws')), makesCluster(existing)]).toEqual([true, false]);
    expect(isNamed(selfHosted('aws'), {}, { env: {} })).toBe(true);
    expect(isNamed(existing, {}, { env: {} })).toBe(false);
    expect(isNamed(existing, { context: 'prod' }, { env: {} })).toBe(true);
    expect(isNamed(existing, {}, { env: { KUBECONFIG: '/k' } })).toBe(true);
  });
});

describe('whom to believe of an AKS cluster', () => {
  const kubeconfig = (authority: string): string =>
    Buffer.from(
      `clusters:\n- cluster:\n    certificate-authority-data: ${authority}\n    server: https://x\n`,
    ).toString('base64');

  it('is in the kubeconfig that Azure hands out for that cluster', async () => {
    const asked: RestRequest[] = [];
    const call = (request: RestRequest): Promise<unknown> => {
      asked.push(request);
      return Promise.resolve({
        kubeconfigs: [{ name: 'clusterUser', value: kubeconfig(Buffer.from('PEM').toString('base64')) }],
      });
    };
    expect(await aksAuthority(selfHosted('azure'), 'prod-cluster', call, never)).toBe('PEM');
    const [{ method, url } = { method: '', url: '' }] = asked;
    expect(method).toBe('POST');
    expect(url).toMatch(
      /^https:\/\/management\.azure\.com\/subscriptions\/[-0-9a-f]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ContainerService\/managedClusters\/prod-cluster\/listClusterUserCredential\?/,
    );
  });

  it('is said to be missing where the answer holds none', async () => {
    await expect(aksAuthority(selfHosted('azure'), 'c', () => Promise.resolve({}), never)).rejects.toThrow(
      'holds no certificate authority',
    );
  });
});

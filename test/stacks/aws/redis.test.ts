import { beforeAll, describe, expect, it } from 'vitest';
import { Redis } from '../../../stacks/aws/redis.ts';
import { secretMark, type Plan } from '../../../stacks/planned.ts';
import { keyArn, ofType, planOf, resource, surroundings } from './data-services.ts';

const planRedis = (redis: object) =>
  planOf({ redis }, (environment) => {
    const { urlSource, secretArns } = new Redis(environment, surroundings);
    return { redisUrl: urlSource, secretArns };
  });

async function group(redis: object) {
  return resource(await planRedis(redis), 'redis').inputs;
}

describe('Redis on ElastiCache', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planRedis({});
  });

  it('asks for TLS and a password, and encrypts what it keeps', () => {
    expect(resource(plan, 'redis').inputs).toMatchObject({
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
      authToken: secretMark,
      atRestEncryptionEnabled: true,
      kmsKeyId: keyArn,
    });
  });

  it('is reached by a URL over TLS with that password', () => {
    expect(plan.outputs['redisUrl']).toEqual({
      template: 'rediss://:{password}@<redis.primaryEndpointAddress>:6379',
      parts: { password: { secret: '<redis.redis-password.arn>' } },
    });
    expect(plan.outputs['secretArns']).toContain('<redis.redis-password.arn>');
  });

  it('has a replica in another zone that takes over, or neither', async () => {
    expect(await group({ highAvailability: true })).toMatchObject({
      numCacheClusters: 2,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
    });
    expect(await group({ highAvailability: false })).toMatchObject({
      numCacheClusters: 1,
      automaticFailoverEnabled: false,
      multiAzEnabled: false,
    });
  });

  it('is backed up every day, and once more when it goes', () => {
    expect(resource(plan, 'redis')).toMatchObject({
      protect: true,
      inputs: { snapshotRetentionLimit: 7, finalSnapshotIdentifier: 'acme-redis-final' },
    });
  });

  it.each([
    ['7.1', 'redis7'],
    ['6.2', 'redis6.x'],
  ])('of version %s never drops what does not expire', async (version, family) => {
    const { inputs } = resource(await planRedis({ version }), 'redis-parameters');
    expect(inputs).toMatchObject({ family, parameters: [{ name: 'maxmemory-policy', value: 'volatile-lru' }] });
  });

  it('lets in the nodes of the cluster alone, on its port alone, and calls nobody', () => {
    const of = (type: string) => ofType(plan, type);
    expect(of('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule').map(({ inputs }) => inputs)).toMatchObject([
      { referencedSecurityGroupId: 'sg-nodes', ipProtocol: 'tcp', fromPort: 6379, toPort: 6379 },
    ]);
    expect(of('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule')).toEqual([]);
    expect(resource(plan, 'redis-subnets').inputs['subnetIds']).toEqual(['subnet-data1', 'subnet-data2']);
  });

  it('that exists is referred to by its secret, and nothing of it is made', async () => {
    const urlSecret = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:redis-url-AbCdEf';
    const brought = await planRedis({ type: 'Existing', host: 'redis.acme.example', urlSecret });
    expect(brought.resources).toEqual([]);
    expect(brought.outputs['redisUrl']).toEqual({ value: { secret: urlSecret } });
  });
});

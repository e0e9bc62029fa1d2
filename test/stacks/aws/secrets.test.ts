import { beforeAll, describe, expect, it } from 'vitest';
import { Secrets } from '../../../stacks/aws/secrets.ts';
import { secretMark, type Plan } from '../../../stacks/planned.ts';
import { key, keyArn, ofType, planDataServices, planOf, resource } from './data-services.ts';

const planSecrets = (spec: object) =>
  planOf(spec, (environment) => {
    const { licenseKey, functionSecretKey } = new Secrets(environment, key);
    return { licenseKey, functionSecretKey };
  });

describe('secrets of the plane', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planSecrets({});
  });

  it('include a function secret key of 32 letters and digits, which is made once and kept', () => {
    expect(resource(plan, 'secrets-function-secret-key-random').inputs).toMatchObject({ length: 32, special: false });
    for (const part of ['', '-random', '-value']) {
      expect(resource(plan, `secrets-function-secret-key${part}`).protect).toBe(true);
    }
    expect(resource(plan, 'secrets-function-secret-key').inputs).toMatchObject({
      kmsKeyId: keyArn,
      recoveryWindowInDays: 30,
    });
  });

  it('appear as marks wherever they go, and their values nowhere', async () => {
    const whole = await planDataServices();
    const values = ofType(whole, 'aws:secretsmanager/secretVersion:SecretVersion');
    expect(values.map(({ name, inputs }) => [name, inputs['secretString']])).toEqual([
      ['redis-password-value', secretMark],
      ['secrets-function-secret-key-value', secretMark],
    ]);
    // What stands in for the values in an offline run: the outputs of the two resources that make them.
    const text = JSON.stringify(whole);
    for (const { name, concern } of ofType(whole, 'random:index/randomPassword:RandomPassword')) {
      expect(text).not.toContain(`<${concern}.${name}.result>`);
    }
  });

  it('leave the license key empty for a person to put in, and say how', () => {
    const { inputs, protect } = resource(plan, 'secrets-license-key');
    expect(inputs['description']).toContain('aws secretsmanager put-secret-value');
    expect(protect).toBe(true);
    const filled = ofType(plan, 'aws:secretsmanager/secretVersion:SecretVersion').map(({ name }) => name);
    expect(filled).not.toContain('secrets-license-key-value');
  });

  it('take a license key that is there already', async () => {
    const name = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:license-AbCdEf';
    const brought = await planSecrets({ secrets: { licenseKey: { type: 'Existing', name } } });
    expect(brought.outputs['licenseKey']).toEqual({ arn: name, source: { value: { secret: name } } });
    expect(brought.resources.map((made) => made.name)).not.toContain('secrets-license-key');
  });

  it('are copied to the region of the backups, where there is one', async () => {
    const copied = await planSecrets({ backups: { region: 'us-west-2' } });
    for (const name of ['secrets-function-secret-key', 'secrets-license-key']) {
      expect(resource(copied, name).inputs['replicas']).toEqual([{ region: 'us-west-2' }]);
    }
    expect(resource(plan, 'secrets-function-secret-key').inputs).not.toHaveProperty('replicas');
  });
});

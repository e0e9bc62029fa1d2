import { beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../../stacks/planned.ts';
import { operatorName } from '../../../src/install/objects.ts';
import { operatorAccount } from '../../../stacks/azure/service-accounts.ts';
import { ofType, planOf } from './environments.ts';

describe('secrets on Azure', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planOf({ spec: { backups: { region: 'centralus' } } });
  });

  it('shows no secret in a plan', () => {
    // What the stand-in gives for a made password: where it is not marked it would be seen.
    expect(JSON.stringify(plan)).not.toMatch(/<(postgres|secrets)[^<>]*[.]result>/);
    const [server] = ofType(plan, 'dbforpostgresql:Server');
    expect(server?.inputs['administratorLoginPassword']).toBe('[secret]');
    for (const { name, inputs } of ofType(plan, 'keyvault:Secret')) {
      const { value } = inputs['properties'] as { readonly value: unknown };
      expect(value, name).toBe(name.endsWith('license-key') ? 'not set yet' : '[secret]');
    }
  });

  it('lets the cloud itself put the key of Redis into the vault', () => {
    const [deployment] = ofType(plan, 'resources:Deployment');
    const text = JSON.stringify(deployment?.inputs);
    expect(text).toContain("listKeys(parameters('databaseId')");
    expect(text).toContain("'/redis-connection-string'");
    expect(text).toContain('rediss://:');
  });

  it('makes the license key closed, so that nothing starts with a false one, and leaves alone what a person sets', () => {
    const secret = ofType(plan, 'keyvault:Secret').find(({ name }) => name.endsWith('license-key'));
    expect(secret?.inputs['properties']).toMatchObject({ attributes: { enabled: false } });
    expect(secret?.ignoreChanges).toEqual(['properties']);
  });

  it('makes no license key where one exists, and lets the operator read that one', async () => {
    const other = await planOf({ spec: { secrets: { licenseKey: { type: 'Existing', name: 'our-license' } } } });
    expect(ofType(other, 'keyvault:Secret').map(({ physicalName }) => physicalName)).not.toContain('our-license');
    expect(ofType(other, 'authorization:RoleAssignment').map(({ inputs }) => inputs['scope'])).toContainEqual(
      expect.stringMatching(/\/secrets\/our-license$/),
    );
  });

  it('makes a function secret of 32 characters and protects it', () => {
    const made = plan.resources.find(({ name }) => name === 'secrets-function-secret');
    expect(made?.inputs).toMatchObject({ length: 32, special: false });
    expect(made?.protect).toBe(true);
  });

  it('trusts the operator under the name that the installer gives it', async () => {
    expect(operatorAccount.name).toBe(operatorName);
    const trusts = ofType(
      await planOf({ spec: { plane: { namespace: 'plane' } } }),
      'managedidentity:FederatedIdentityCredential',
    );
    expect(trusts.map(({ inputs }) => inputs['subject'])).toEqual([
      'system:serviceaccount:plane:braintrust-api',
      'system:serviceaccount:plane:brainstore',
      `system:serviceaccount:planewright-system:${operatorName}`,
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { planOfSpec, resource } from './google-environment.ts';

describe('secrets on Google Cloud', () => {
  const planned = planOfSpec({ backups: { region: 'us-east1' } });

  it('stand nowhere in a plan: not the password, not the key of functions, not the password of Redis', async () => {
    const text = JSON.stringify(await planned);
    // What the stand-in makes up for a secret is its own mark: it would show wherever a secret leaks.
    for (const canary of [
      'postgres-password.result',
      'secrets-function-secret-key.result',
      'redis-instance.authString',
    ]) {
      expect(text).not.toContain(canary);
    }
    expect(text).not.toMatch(/(postgres|redis):\/\//);
  });

  it('are kept in the region of the environment and in that of the copies, each under a key of its region', async () => {
    const plan = await planned;
    const key = (location: string, role: string) =>
      `projects/acme-planes/locations/${location}/keyRings/acme-${role}/cryptoKeys/acme-${role}`;
    expect(resource(plan, 'postgres-url', ':Secret').inputs['replication']).toEqual({
      userManaged: {
        replicas: [
          {
            location: 'us-central1',
            customerManagedEncryption: { kmsKeyName: key('us-central1', 'data') },
          },
          { location: 'us-east1', customerManagedEncryption: { kmsKeyName: key('us-east1', 'backup') } },
        ],
      },
    });
  });

  it('leave the license key to a person: its secret is made without a version', async () => {
    const plan = await planned;
    expect(plan.resources.filter(({ name }) => name === 'secrets-license-key').map(({ type }) => type)).toEqual([
      'gcp:secretmanager/secret:Secret',
    ]);
    const brought = { licenseKey: { type: 'Existing', name: 'their-license' } };
    expect((await planOfSpec({ secrets: brought })).outputs['secrets']).toMatchObject({
      licenseKey: { value: { secret: 'projects/acme-planes/secrets/their-license' } },
    });
  });

  it('keep the old key of functions usable: its version is protected and never made anew by another length', async () => {
    const plan = await planned;
    expect(resource(plan, 'secrets-function-secret-key', ':RandomPassword').ignoreChanges).toEqual([
      'length',
      'special',
    ]);
    expect(resource(plan, 'secrets-function-secret-key', ':SecretVersion').protect).toBe(true);
  });
});

import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { preview } from '../../stacks/engine/preview.ts';
import { update } from '../../stacks/engine/update.ts';
import { openWorkspace, type Workspace } from '../../stacks/engine/workspace.ts';
import { KmsStandIn } from '../support/kms.ts';
import { engineWorld, type EngineWorld } from './support/world.ts';

const small = fileURLToPath(new URL('./small.ts', import.meta.url));
const never = new AbortController().signal;
const quiet = (): void => undefined;
const document = { owner: 'team-a', buckets: [{ name: 'data', physicalName: 'prod-data' }] };

/** Secrets of a state under a key of AWS KMS, which a stand-in plays: no passphrase is anywhere. */
describe.skipIf(inject('engine') === undefined)('secrets under a key of a cloud', () => {
  let kms: KmsStandIn;
  let world: EngineWorld;
  beforeAll(async () => {
    kms = await KmsStandIn.start();
    world = engineWorld(small);
  });
  afterAll(async () => {
    world.end();
    await kms.close();
  });

  function open(wanted: unknown, sealed?: string): Promise<Workspace> {
    const options = world.options(wanted);
    const env = Object.fromEntries(Object.entries(options.env).filter(([key]) => !key.includes('PASSPHRASE')));
    return openWorkspace(
      {
        ...options,
        secretsProvider: 'awskms://alias/state?region=us-east-1&awssdk=v2',
        env: {
          ...env,
          AWS_ENDPOINT_URL_KMS: kms.endpoint,
          AWS_ACCESS_KEY_ID: 'x',
          AWS_SECRET_ACCESS_KEY: 'canary-aws',
        },
      },
      sealed,
    );
  }

  it('are opened by another workspace, also those in a plan that another workspace has made', async () => {
    const first = await open(document);
    const planned = await preview(first, quiet, never);
    const sealed = await first.salt();
    await first.dispose();

    const second = await open(document, sealed);
    await update(second, planned.plan, quiet, never);
    await second.dispose();

    const changed = { ...document, owner: 'team-b' };
    const third = await open(changed);
    const again = await preview(third, quiet, never);
    const kept = await third.salt();
    await third.dispose();
    const fourth = await open(changed, kept);
    const { done } = await update(fourth, again.plan, quiet, never);
    expect(done.map(({ operation, name }) => `${operation} ${name}`)).toContain('update storage-data');
    expect((await fourth.state()).deployment.secrets_providers?.type).toBe('cloud');
    await fourth.dispose();
    expect(kms.asked).toContain('Decrypt');
    expect(world.written()).not.toContain('canary');
  });

  it('are not read as if a passphrase had encrypted them', async () => {
    await expect(world.open(document)).rejects.toMatchObject({
      code: 'SecretsProviderChanged',
      message: expect.stringContaining('encrypted by awskms://alias/state') as string,
    });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { awsSecretStore } from '../../src/clouds/secret-stores/aws.ts';
import { azureSecretStore } from '../../src/clouds/secret-stores/azure.ts';
import { crc32c } from '../../src/clouds/secret-stores/crc32c.ts';
import { googleSecretStore } from '../../src/clouds/secret-stores/google.ts';
import { parseReference } from '../../src/clouds/secret-stores/reference.ts';
import { storesOf } from '../../src/clouds/secret-stores/stores.ts';
import type { StoredReading } from '../../src/clouds/secret-stores/store.ts';
import { restCall } from '../../src/clouds/rest.ts';
import { must } from '../../src/runtime/must.ts';
import { systemRandomness } from '../../src/runtime/randomness.ts';
import type { Transport } from '../../src/runtime/transport.ts';
import { serve, type Served } from '../../src/simulator/http-server.ts';
import { secretStoresSimulator, type SecretStoresSimulator } from '../../src/simulator/secret-stores/simulator.ts';
import { VirtualClock } from '../../src/simulator/virtual-clock.ts';

const never = new AbortController().signal;
const canary = 'CANARY-Zwölf Boxkämpfer';
const names = {
  aws: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:acme/license-key-AbCdEf',
  google: 'projects/acme-prod/secrets/license-key',
  azure: 'https://acme-vault.vault.azure.net/secrets/license-key',
} as const;
const stores = ['aws', 'google', 'azure'] as const;

let clock: VirtualClock;
let simulator: SecretStoresSimulator;
let served: Served;
/** What the stand-in of AWS does is decided test by test; the SDK finds it over loopback. */
const awsHandler: Transport = (request, signal) => simulator.aws(request, signal);

beforeAll(async () => {
  served = await serve(awsHandler, { randomness: systemRandomness });
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', served.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'stand-in');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'stand-in');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await served.close();
});
beforeEach(() => {
  clock = new VirtualClock();
  simulator = secretStoresSimulator({ clock });
});

/** One read, by the real clients: AWS' over HTTP, the others in process. */
async function read(store: (typeof stores)[number], name: string = names[store]): Promise<StoredReading> {
  const network = (handler: Transport) => restCall(() => Promise.resolve('token'), { to: () => handler, clock });
  const all = storesOf({
    aws: () => Promise.resolve(awsSecretStore()),
    google: () => Promise.resolve(googleSecretStore(network(simulator.google))),
    azure: () => Promise.resolve(azureSecretStore(network(simulator.azure))),
  });
  const work = all.read(must(parseReference(name), 'the name has the form of one'), never);
  return store === 'aws' ? work : clock.run(work, 60_000);
}

describe.each(stores)('reading a secret of %s', (store) => {
  const name = names[store];

  it('gives its value and its version, and asks once', async () => {
    simulator.vault.put(name, canary);
    const reading = await read(store);
    expect(reading).toMatchObject({ state: 'present', version: '00000001' });
    expect(reading.state === 'present' && reading.value.reveal()).toBe(canary);
    expect(simulator.requestLog.entries).toMatchObject([{ store, secret: name, status: 200 }]);
  });

  it('proves that a secret is not there only where the store says so', async () => {
    expect((await read(store)).state).toBe('provenAbsent');
  });

  it.each(['empty', 'disabled', 'deleted'] as const)(
    'knows one without a value that can be read (%s)',
    async (state) => {
      simulator.vault.put(name, canary);
      simulator.vault.set(name, state);
      expect((await read(store)).state).toBe('provenAbsent');
    },
  );

  it('takes a refusal for a refusal, never for absence', async () => {
    simulator.vault.set(name, 'denied');
    expect(await read(store)).toMatchObject({ state: 'unknown', because: 'denied' });
  });

  it.each(['throttled', 'unavailable', 'garbage'] as const)('cannot tell while the store is %s', async (outage) => {
    simulator.vault.put(name, canary);
    simulator.vault.outage = outage;
    expect(await read(store)).toMatchObject({ state: 'unknown' });
  });

  it('says nothing of the value in what it says when something is wrong', async () => {
    simulator.vault.put(name, canary);
    for (const outage of ['garbage', 'throttled'] as const) {
      simulator.vault.outage = outage;
      expect(JSON.stringify(await read(store))).not.toContain('CANARY');
    }
  });
});

describe('a secret of AWS', () => {
  it('is found by an ARN without the six characters that AWS adds', async () => {
    simulator.vault.put(names.aws, canary);
    expect(await read('aws', names.aws.replace('-AbCdEf', ''))).toMatchObject({ state: 'present' });
  });
});

describe('a secret of Google', () => {
  it('is not believed when its checksum is another one', async () => {
    simulator.vault.put(names.google, canary);
    simulator.vault.outage = 'garbled';
    expect(await read('google')).toMatchObject({ state: 'unknown', because: 'garbled' });
  });

  it('has the checksum of RFC 3720', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  });
});

describe('the network', () => {
  const page: Transport = () => Promise.resolve({ status: 404, headers: {}, body: '<html>no such page</html>' });
  const call = () => restCall(() => Promise.resolve('token'), { to: () => page, clock });

  it('proves nothing when something between here and there answers 404', async () => {
    const google = googleSecretStore(call());
    const azure = azureSecretStore(call());
    const reference = <S extends 'google' | 'azure'>(store: S) =>
      must(parseReference(names[store]), 'a name') as Parameters<
        (S extends 'google' ? typeof google : typeof azure)['read']
      >[0];
    expect(await google.read(reference('google'), never)).toMatchObject({ state: 'unknown', because: 'unreachable' });
    expect(await azure.read(reference('azure'), never)).toMatchObject({ state: 'unknown', because: 'unreachable' });
  });

  it('is blamed, not the operator, when the firewall of a vault lets nobody in', async () => {
    const body = JSON.stringify({
      error: {
        code: 'Forbidden',
        message: 'Client address is not authorized',
        innererror: { code: 'ForbiddenByFirewall' },
      },
    });
    const closed: Transport = () => Promise.resolve({ status: 403, headers: {}, body });
    const azure = azureSecretStore(restCall(() => Promise.resolve('token'), { to: () => closed, clock }));
    const reference = parseReference(names.azure);
    const reading = reference?.store === 'azure' ? await azure.read(reference, never) : undefined;
    expect(reading).toMatchObject({ state: 'unknown', because: 'unreachable' });
  });

  it('ends a read with the signal of whoever asked', async () => {
    const ending = new AbortController();
    simulator.vault.outage = 'silent';
    const network = restCall(() => Promise.resolve('token'), { to: () => simulator.google, clock });
    const google = parseReference(names.google);
    const work = google?.store === 'google' ? googleSecretStore(network).read(google, ending.signal) : undefined;
    ending.abort(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
  });
});

describe('the form of a name', () => {
  it.each([
    [names.aws, 'aws'],
    ['arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:rds!db-1234-AbCdEf', 'aws'],
    ['projects/123456/secrets/a_b', 'google'],
    ['projects/example.com:acme/secrets/key', 'google'],
    ['https://Acme-Vault.vault.azure.net/secrets/key', 'azure'],
  ])('%s is of %s', (text, store) => {
    expect(parseReference(text)?.store).toBe(store);
  });

  it.each([
    ['license-key', 'a name alone says neither store nor region'],
    ['arn:aws:s3:::bucket/key', 'another service'],
    ['arn:aws:secretsmanager:eu-central-1:123456789012:secret:', 'no name'],
    ['arn:aws:secretsmanager:evil.example/:123456789012:secret:x', 'no region'],
    ['projects/acme/secrets/a/versions/3', 'a version'],
    ['projects/acme/secrets/../../x', 'a path'],
    ['https://vault.azure.net.evil.example/secrets/x', 'another host'],
    ['https://evil.example/?x=.vault.azure.net/secrets/x', 'another host'],
    ['https://user@acme.vault.azure.net/secrets/x', 'a user'],
    ['http://acme-vault.vault.azure.net/secrets/x', 'no TLS'],
    ['https://acme-vault.vault.azure.net/keys/x', 'a key'],
    ['https://acme-vault.vault.azure.net/secrets/x\n', 'a line break'],
  ])('%j is of none: %s', (text) => {
    expect(parseReference(text)).toBeUndefined();
  });
});

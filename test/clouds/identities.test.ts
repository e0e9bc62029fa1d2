import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseReference } from '../../src/clouds/secret-stores/reference.ts';
import { cloudSecretStores } from '../../src/clouds/secret-stores/stores.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { must } from '../../src/runtime/must.ts';
import { systemRandomness } from '../../src/runtime/randomness.ts';
import type { Transport, WireRequest } from '../../src/runtime/transport.ts';
import { serve, type Served } from '../../src/simulator/http-server.ts';
import { managedIdentity } from '../support/managed-identity.ts';
import { secretStoresSimulator, type SecretStoresSimulator } from '../../src/simulator/secret-stores/simulator.ts';

// The clouds' own identity libraries, from what a pod is given to a value: only the other end of the wire is ours.
const never = new AbortController().signal;
const google = 'projects/acme-prod/secrets/license-key';
const azure = 'https://acme-vault.vault.azure.net/secrets/license-key';

let folder: string;
let simulator: SecretStoresSimulator;
let servers: Served[];
let asked: WireRequest[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'identities-'));
  simulator = secretStoresSimulator({ clock: systemClock });
  servers = [];
  asked = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(servers.map((server) => server.close()));
  await rm(folder, { recursive: true });
});

async function url(handler: Transport): Promise<string> {
  const server = await serve(handler, { randomness: systemRandomness });
  servers.push(server);
  return server.url;
}

function tokens(body: object): Promise<string> {
  return url((request) => {
    asked.push(request);
    return Promise.resolve({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  });
}

async function valueOf(name: string): Promise<string | undefined> {
  const store = cloudSecretStores(process.env);
  const reading = await store.read(must(parseReference(name), 'the name has the form of one'), never);
  return reading.state === 'present' ? reading.value.reveal() : JSON.stringify(reading);
}

describe('who the operator is', () => {
  it('comes from a federated token at Google', async () => {
    simulator.vault.put(google, 'license');
    const token = { access_token: 'federated', token_type: 'Bearer', expires_in: 3600 };
    const subject = join(folder, 'token');
    await writeFile(subject, 'token of the pod');
    const credentials = join(folder, 'credentials.json');
    await writeFile(
      credentials,
      JSON.stringify({
        type: 'external_account',
        audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/cluster',
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        token_url: await tokens({ ...token, issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' }),
        credential_source: { file: subject },
      }),
    );
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', credentials);
    // Otherwise the library asks Google which project the pool belongs to.
    vi.stubEnv('GOOGLE_CLOUD_PROJECT', 'acme-prod');
    vi.stubEnv('CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER', await url(simulator.google));
    expect(await valueOf(google)).toBe('license');
    expect(asked.map(({ body }) => new URLSearchParams(body).get('subject_token'))).toEqual(['token of the pod']);
  });

  it('comes from a managed identity at Azure', async () => {
    simulator.vault.put(azure, 'license');
    const token = { access_token: 'managed', token_type: 'Bearer', resource: 'https://vault.azure.net' };
    const expires = Math.floor(systemClock.now() / 1000) + 3600;
    vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'ManagedIdentityCredential');
    const identity = await managedIdentity();
    identity.answer = { status: 200, body: { ...token, expires_on: expires } };
    vi.stubEnv('IDENTITY_ENDPOINT', identity.endpoint);
    vi.stubEnv('IDENTITY_HEADER', 'header');
    vi.stubEnv('AZURE_KEY_VAULT_ENDPOINT_URL', await url(simulator.azure));
    expect(await valueOf(azure)).toBe('license');
    expect(identity.asked.at(-1)?.searchParams.get('resource')).toBe('https://vault.azure.net');
  });

  it('is told to be nobody, not to be unreachable, where nothing was given', async () => {
    vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'WorkloadIdentityCredential');
    expect(await valueOf(azure)).toContain('signedOut');
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', undefined);
    vi.stubEnv('HOME', folder);
    vi.stubEnv('METADATA_SERVER_DETECTION', 'none');
    expect(await valueOf(google)).toContain('signedOut');
  });
});

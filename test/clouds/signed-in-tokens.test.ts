import { createServer } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { aksTokens, gkeTokens, type ClusterToken } from '../../src/clouds/cluster-tokens.ts';
import { CloudFailure } from '../../src/clouds/failure.ts';
import { closeLoopback, serve } from '../runtime/loopback.ts';
import { managedIdentity, type ManagedIdentity } from '../support/managed-identity.ts';

interface Answer {
  readonly status: number;
  readonly body: object;
}

let folder: string;
let endpoint: string;
let answer: Answer;
let asked: { readonly body: string }[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tokens-'));
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      asked.push({ body: Buffer.concat(parts).toString() });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
  });
  endpoint = `http://127.0.0.1:${await serve(server)}`;
});
beforeEach(() => {
  asked = [];
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  await closeLoopback();
  await rm(folder, { recursive: true });
});

async function failureOf(make: () => Promise<ClusterToken>): Promise<CloudFailure> {
  const thrown: unknown = await (
    await make()
  )().then(
    () => 'a token',
    (error: unknown) => error,
  );
  if (!(thrown instanceof CloudFailure)) throw new Error(`expected a CloudFailure, got ${String(thrown)}`);
  expect(`${thrown.message}${thrown.stack ?? ''}${JSON.stringify(thrown)}`).not.toContain('canary');
  return thrown;
}

describe('a token of a GKE cluster', () => {
  const signIn = async (credentials: string): Promise<void> => {
    const file = path.join(folder, 'credentials.json');
    await writeFile(file, credentials);
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file);
    // Otherwise the library asks Google which project the pool belongs to.
    vi.stubEnv('GOOGLE_CLOUD_PROJECT', 'acme-prod');
  };
  const federated = async (): Promise<void> => {
    const subject = path.join(folder, 'subject');
    await writeFile(subject, 'canary-subject');
    const pool = '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/ci';
    const type = { type: 'external_account', subject_token_type: 'urn:ietf:params:oauth:token-type:jwt' };
    const source = { file: subject };
    await signIn(JSON.stringify({ ...type, audience: pool, token_url: endpoint, credential_source: source }));
  };

  it('is the access token of whoever is signed in, for all of Google Cloud, asked for once as long as it holds', async () => {
    await federated();
    const kind = { token_type: 'Bearer', issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' };
    answer = { status: 200, body: { access_token: 'canary-access', expires_in: 3600, ...kind } };
    const token = await gkeTokens();
    expect([await token(), await token()]).toEqual(['canary-access', 'canary-access']);
    expect(asked).toHaveLength(1);
    const form = new URLSearchParams(asked[0]?.body);
    expect([form.get('scope'), form.get('subject_token')]).toEqual([
      'https://www.googleapis.com/auth/cloud-platform',
      'canary-subject',
    ]);
  });

  it.each([
    ['invalid_grant', 400, 'signedOut', /has ended, or was taken back \(Error code invalid_grant: too old\)$/],
    ['access_denied', 403, 'denied', /^credentials of Google Cloud: Error code access_denied: too old$/],
    ['invalid_client', 401, 'signedOut', /invalid_client/],
    ['invalid_request', 400, 'refused', /invalid_request/],
  ] as const)('is refused with %s in the words of the cloud', async (error, status, kind, sentence) => {
    await federated();
    answer = { status, body: { error, error_description: 'too old' } };
    expect(await failureOf(gkeTokens)).toMatchObject({ kind, message: expect.stringMatching(sentence) as string });
  });

  it('is had by nobody who is not signed in', async () => {
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', undefined);
    vi.stubEnv('HOME', folder);
    vi.stubEnv('METADATA_SERVER_DETECTION', 'none');
    expect(await failureOf(gkeTokens)).toMatchObject({
      kind: 'signedOut',
      message: 'credentials of Google Cloud: UNAUTHENTICATED: nobody is signed in to Google Cloud',
    });
  });

  it.each([
    ['no JSON', 'canary-private-key'],
    ['cut JSON', '{"type":"service_account","private_key":"canary'],
    ['not whole', '{"type":"service_account","private_key":"canary"}'],
  ])('is not had from a file that is %s, which is not quoted', async (_, text) => {
    await signIn(text);
    const failure = await failureOf(gkeTokens);
    expect(failure).toMatchObject({
      kind: 'signedOut',
      message: expect.stringContaining('GOOGLE_APPLICATION_CREDENTIALS') as string,
    });
    expect(inspect(failure, { depth: 9 })).not.toContain('canary');
  });

  it('is not had where the variable holds credentials in place of a path, which are not quoted', async () => {
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '{"type":"service_account","private_key":"canary"}');
    const failure = await failureOf(gkeTokens);
    expect(failure).toMatchObject({
      kind: 'signedOut',
      message: expect.stringContaining('something else than the path') as string,
    });
    expect(inspect(failure, { depth: 9 })).not.toContain('canary');
  });

  it('is not had from a file that is not there', async () => {
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', path.join(folder, 'nowhere.json'));
    expect(await failureOf(gkeTokens)).toMatchObject({ kind: 'signedOut' });
  });
});

// In this order: the library keeps a token for the rest of the process.
describe('a token of an AKS cluster', () => {
  let identity: ManagedIdentity;
  beforeEach(async () => {
    identity = await managedIdentity();
    vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'ManagedIdentityCredential');
    vi.stubEnv('IDENTITY_ENDPOINT', identity.endpoint);
    vi.stubEnv('IDENTITY_HEADER', 'canary-header');
  });

  it('is refused in the words of the cloud, not those of the chain', async () => {
    identity.answer = { status: 400, body: { error: 'invalid_request', error_description: 'Identity not found' } };
    expect(await failureOf(aksTokens)).toMatchObject({
      kind: 'signedOut',
      message: expect.stringMatching(/^credentials of Azure: .*Identity not found/) as string,
    });
    identity.answer = {
      status: 403,
      body: { error: 'access_denied', error_description: 'The identity may not be used' },
    };
    expect(await failureOf(aksTokens)).toMatchObject({
      message: expect.stringContaining('The identity may not be used') as string,
    });
  });

  it('is had by nobody who is not signed in', async () => {
    vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'AzureCliCredential');
    vi.stubEnv('PATH', folder);
    expect(await failureOf(aksTokens)).toMatchObject({
      kind: 'signedOut',
      message: expect.stringContaining('Azure CLI could not be found') as string,
    });
  });

  it('is not called signed out where the network is down', async () => {
    vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'EnvironmentCredential');
    vi.stubEnv('AZURE_TENANT_ID', '11111111-1111-4111-8111-111111111111');
    vi.stubEnv('AZURE_CLIENT_ID', '11111111-1111-4111-8111-111111111112');
    vi.stubEnv('AZURE_CLIENT_SECRET', 'canary-client-secret');
    vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:9');
    expect(await failureOf(aksTokens)).toMatchObject({ kind: 'unreachable' });
  }, 60_000);

  it('is one for the application of AKS', async () => {
    const expires = Math.floor(Date.parse('2099-01-01T00:00:00Z') / 1000);
    identity.answer = {
      status: 200,
      body: { access_token: 'canary-access', token_type: 'Bearer', expires_on: expires },
    };
    expect(await (await aksTokens())()).toBe('canary-access');
    expect(identity.asked.at(-1)?.searchParams.get('resource')).toBe('6dae42f8-4368-4678-94ff-3d3e28e3d9f8');
  });
});

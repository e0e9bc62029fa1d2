import * as https from 'node:https';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClusterConnection } from '../../src/kube/cluster-connection.ts';
import { inClusterConnection, isInCluster } from '../../src/kube/in-cluster.ts';
import { FakeClock } from '../runtime/fake-clock.ts';
import { closeLoopback, failureOf, get, never, pem, serve } from '../runtime/loopback.ts';

let clock: FakeClock;
let files: Record<string, string>;
let reads: string[];
let seen: (string | undefined)[];
let accepted: string;
let connection: ClusterConnection | undefined;

beforeEach(() => {
  clock = new FakeClock();
  files = { token: 'one\n', 'ca.crt': pem('ca.pem'), namespace: 'acme\n' };
  reads = [];
  seen = [];
  accepted = '';
});

afterEach(async () => {
  connection?.close();
  connection = undefined;
  await closeLoopback();
});

async function connect(): Promise<ClusterConnection> {
  const certificate = { cert: pem('server.pem'), key: pem('server.key') };
  const port = await serve(
    https.createServer(certificate, (request, response) => {
      const bearer = request.headers.authorization;
      seen.push(bearer);
      response.writeHead(accepted === '' || bearer === `Bearer ${accepted}` ? 200 : 401).end();
    }),
  );
  connection = await inClusterConnection({
    env: { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(port) },
    clock,
    directory: '/sa',
    readFile: (path) => {
      const name = path.replace('/sa/', '');
      reads.push(name);
      const text = files[name];
      return text === undefined ? Promise.reject(new Error(`${path} does not exist`)) : Promise.resolve(text);
    },
  });
  return connection;
}

describe('the connection from a pod', () => {
  it('uses the service account: its token, its authority, its namespace', async () => {
    const { transport, namespace } = await connect();
    expect((await transport(get(), never)).status).toBe(200);
    expect([namespace, seen]).toEqual(['acme', ['Bearer one']]);
  });

  it('reads the token again after a minute, and not before', async () => {
    const { transport } = await connect();
    files['token'] = 'two';
    await transport(get(), never);
    await clock.advance(60_000);
    await transport(get(), never);
    expect(seen).toEqual(['Bearer one', 'Bearer two']);
    expect(reads.filter((name) => name === 'token')).toHaveLength(2);
  });

  it('reads the token again at once when the old one is refused, and repeats the request', async () => {
    const { transport } = await connect();
    files['token'] = 'two';
    accepted = 'two';
    expect((await transport({ method: 'POST', path: '/', body: '{}' }, never)).status).toBe(200);
    expect(seen).toEqual(['Bearer one', 'Bearer two']);
  });

  it('does not repeat a refused request with the token that was refused', async () => {
    const { transport } = await connect();
    accepted = 'another';
    expect((await transport(get(), never)).status).toBe(401);
    expect((await transport(get(), never)).status).toBe(401);
    expect(seen).toHaveLength(2);
  });

  it('goes on with what it has while the files are being changed', async () => {
    const { transport } = await connect();
    delete files['token'];
    await clock.advance(60_000);
    expect((await transport(get(), never)).status).toBe(200);
  });

  it('believes a new authority, and no longer the old one', async () => {
    const { transport } = await connect();
    files['ca.crt'] = pem('client.pem');
    await clock.advance(60_000);
    expect((await failureOf(transport(get(), never))).failure).toBe('tls');
  });

  it('does not come about without a service account, which is said', async () => {
    delete files['token'];
    await expect(connect()).rejects.toMatchObject({ code: 'KubeconfigInvalid' });
    await expect(inClusterConnection({ env: {}, clock })).rejects.toMatchObject({ code: 'KubeconfigInvalid' });
    expect(isInCluster({})).toBe(false);
  });
});

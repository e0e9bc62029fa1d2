import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type * as http from 'node:http';
import * as https from 'node:https';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kubeconfigConnection, type KubeconfigOptions } from '../../src/kube/kubeconfig.ts';
import type { ClusterConnection } from '../../src/kube/cluster-connection.ts';
import { FakeClock } from '../runtime/fake-clock.ts';
import { closeLoopback, get, never, pem, serve, serveHttp } from '../runtime/loopback.ts';

let directory: string;
const open: ClusterConnection[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'planewright-kubeconfig-'));
});

afterEach(async () => {
  for (const connection of open.splice(0)) connection.close();
  await closeLoopback();
  await rm(directory, { recursive: true });
});

interface Parts {
  readonly cluster: Record<string, unknown>;
  readonly user?: Record<string, unknown>;
  readonly namespace?: string;
  readonly name?: string;
}

/** A kubeconfig with one context; JSON is YAML. */
async function write(file: string, { cluster, user = {}, namespace, name = 'one' }: Parts): Promise<string> {
  const path = join(directory, file);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name, ...(namespace === undefined ? {} : { namespace }) } }],
    'current-context': name,
  };
  await writeFile(path, JSON.stringify(config));
  return path;
}

async function connect(options: Partial<KubeconfigOptions>): Promise<ClusterConnection> {
  const connection = await kubeconfigConnection({ clock: new FakeClock(), env: {}, ...options });
  open.push(connection);
  return connection;
}

const echoAuthorization: http.RequestListener = (request, response) =>
  void response.end(`${request.url ?? ''} ${request.headers.authorization ?? 'nobody'}`);

describe('a kubeconfig', () => {
  it('gives server with its path prefix, token and namespace, also over plain http on loopback', async () => {
    const server = `${await serveHttp(echoAuthorization)}/prefix`;
    const path = await write('config', { cluster: { server }, user: { token: 't' }, namespace: 'acme' });
    const connection = await connect({ path });
    expect((await connection.transport(get('/version'), never)).body).toBe('/prefix/version Bearer t');
    expect(connection).toMatchObject({ namespace: 'acme', context: 'one', server });
  });

  it('gives authority, client certificate and the name to check', async () => {
    const port = await serve(
      https.createServer(
        { cert: pem('server.pem'), key: pem('server.key'), ca: pem('ca.pem'), requestCert: true },
        ({ socket }, response) =>
          void response.end(socket instanceof TLSSocket ? String(socket.getPeerCertificate().subject.CN) : ''),
      ),
    );
    await Promise.all(['ca.pem', 'client.pem'].map((name) => writeFile(join(directory, name), pem(name))));
    const path = await write('config', {
      cluster: {
        server: `https://127.0.0.1:${port}`,
        // Relative to the file that names it.
        'certificate-authority': 'ca.pem',
        'tls-server-name': 'api.internal',
      },
      user: {
        'client-certificate': 'client.pem',
        'client-key-data': Buffer.from(pem('client.key')).toString('base64'),
      },
    });
    const { transport } = await connect({ path });
    expect((await transport(get(), never)).body).toBe('client');
  });

  it('of several files is one, and a file that is not there is passed over', async () => {
    const server = await serveHttp(echoAuthorization);
    const first = await write('first', { cluster: { server: 'http://127.0.0.1:1' } });
    const second = await write('second', { cluster: { server }, user: { token: 't2' }, name: 'two' });
    const env = { KUBECONFIG: [join(directory, 'missing'), first, second].join(delimiter) };
    const { transport } = await connect({ env, context: 'two' });
    expect((await transport(get(), never)).body).toBe('/ Bearer t2');
  });

  it('may name a plugin for the credential, which is asked again when that is refused', async () => {
    const plugin = join(directory, 'plugin.mjs');
    const counter = join(directory, 'count');
    await writeFile(
      plugin,
      `import { readFileSync, writeFileSync } from 'node:fs';
       let n = 0;
       try { n = Number(readFileSync(${JSON.stringify(counter)}, 'utf8')); } catch {}
       writeFileSync(${JSON.stringify(counter)}, String(n + 1));
       console.log(JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token: 'exec-' + n } }));`,
    );
    const seen: (string | undefined)[] = [];
    const server = await serveHttp((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(seen.at(-1) === 'Bearer exec-1' ? 200 : 401).end();
    });
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: [plugin] };
    const { transport } = await connect({ path: await write('config', { cluster: { server }, user: { exec } }) });
    expect((await transport(get(), never)).status).toBe(200);
    await transport(get(), never);
    expect(seen).toEqual(['Bearer exec-0', 'Bearer exec-1', 'Bearer exec-1']);
  });

  it('may name a proxy, which goes before the one of the environment', async () => {
    const proxy = await serveHttp((request, response) => void response.end(`proxied ${request.url ?? ''}`));
    const path = await write('config', { cluster: { server: 'http://api.internal', 'proxy-url': proxy } });
    const { transport } = await connect({ path, env: { NO_PROXY: '*', HTTP_PROXY: 'http://127.0.0.1:1' } });
    expect((await transport(get('/x'), never)).body).toBe('proxied http://api.internal/x');
  });

  it.each([
    ['a file that is not there', () => Promise.resolve({ env: { KUBECONFIG: join(directory, 'missing') } }), 'missing'],
    [
      'a path that is not there',
      () => Promise.resolve({ path: join(directory, 'gone') }),
      'gone: there is no such file.',
    ],
    [
      'another file',
      async () => {
        const path = join(directory, 'environment.yaml');
        await writeFile(path, 'kind: Environment\n');
        return { path };
      },
      'no context is chosen; there is none',
    ],
    [
      'a context that is not in it',
      async () => ({ path: await write('c', { cluster: { server: 'http://h' } }), context: 'other' }),
      'context "other" or its cluster is missing; there are one',
    ],
    [
      'a proxy of a kind that we do not speak',
      async () => ({ path: await write('c', { cluster: { server: 'http://h', 'proxy-url': 'socks5://p' } }) }),
      'proxy-url',
    ],
  ])('with %s is refused in a sentence', async (_, arrange, sentence) => {
    await expect(connect(await arrange())).rejects.toMatchObject({
      code: 'KubeconfigInvalid',
      message: expect.stringContaining(sentence) as string,
    });
  });
});

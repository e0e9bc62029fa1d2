import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import type { RequestOptions } from 'node:https';
import type { Clock } from '../runtime/clock.ts';
import { sentenceOf } from '../runtime/errors.ts';
import type { ProxyEnvironment, TlsMaterial } from '../runtime/http-agents.ts';
import { httpTransport } from '../runtime/http-transport.ts';
import type { ClusterConnection } from './cluster-connection.ts';
import { KubeError } from './kube-error.ts';
import { refreshedTransport } from './refreshed-transport.ts';

export interface KubeconfigOptions {
  readonly clock: Clock;
  /** KUBECONFIG, HOME and the proxies. Plugins get the process's own environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--kubeconfig`. Left out: the files of KUBECONFIG, else `~/.kube/config`. */
  readonly path?: string;
  /** `--context`. Left out: the current one. */
  readonly context?: string;
  readonly userAgent?: string;
}

/**
 * The API server that a kubeconfig names, by the official client's reading of it: merged files, relative paths,
 * certificates, tokens, exec plugins, OIDC. That client is loaded here and nowhere else, since it costs 90 MB and a
 * quarter of a second. After a 401 everything is read anew, plugins included. Throws KubeconfigInvalid.
 */
export async function kubeconfigConnection(options: KubeconfigOptions): Promise<ClusterConnection> {
  const { clock, userAgent } = options;
  let login = await load(options);
  const { cluster } = login;
  const http = httpTransport({
    baseUrl: cluster.server,
    clock,
    proxyEnv: proxiesOf(options, cluster.proxyUrl),
    tls: async () => (await login.credential()).tls,
    headers: async () => (await login.credential()).headers,
    ...(userAgent === undefined ? {} : { userAgent }),
  });
  const refresh = async (): Promise<boolean> => {
    login = await load(options);
    return true;
  };
  return {
    transport: refreshedTransport(http, clock, refresh),
    server: cluster.server,
    ...(cluster.tlsServerName !== undefined && { serverName: cluster.tlsServerName }),
    namespace: login.namespace,
    context: login.context,
    close: () => http.close(),
  };
}

interface Credential {
  readonly tls: TlsMaterial;
  readonly headers: Readonly<Record<string, string>>;
}

interface Login {
  readonly cluster: { readonly server: string; readonly proxyUrl?: string; readonly tlsServerName?: string };
  readonly context: string;
  readonly namespace: string;
  credential(): Promise<Credential>;
}

async function load(options: KubeconfigOptions): Promise<Login> {
  const files = await filesOf(options);
  // The deep path spares the half of the package that we do not use.
  const { KubeConfig, bufferFromFileOrString } = await import('@kubernetes/client-node/dist/config.js');
  const config = new KubeConfig();
  try {
    for (const [index, file] of files.entries()) {
      if (index === 0) {
        config.loadFromFile(file);
        continue;
      }
      const more = new KubeConfig();
      more.loadFromFile(file);
      config.mergeConfig(more);
    }
    if (options.context !== undefined) config.setCurrentContext(options.context);
    const context = config.getContextObject(config.getCurrentContext());
    const cluster = config.getCurrentCluster();
    if (context === null || cluster === null) throw new Error(missingContext(config));
    const user = config.getCurrentUser();
    const ca = bufferFromFileOrString(cluster.caFile, cluster.caData)?.toString();
    const base: TlsMaterial = {
      ...(ca === undefined ? {} : { ca }),
      ...(cluster.tlsServerName === undefined ? {} : { serverName: cluster.tlsServerName }),
      ...(cluster.skipTLSVerify ? { insecure: true } : {}),
    };
    const authentication = new KubeConfig();
    // Only who we are is asked of it. It would also build a connection, and refuse one by plain http, so it is shown
    // another server.
    if (user !== null) {
      authentication.loadFromClusterAndUser(
        { name: 'none', server: 'https://none.invalid', skipTLSVerify: true },
        user,
      );
    }
    return {
      cluster,
      context: context.name,
      namespace: context.namespace ?? 'default',
      credential: async () => (user === null ? { tls: base, headers: {} } : credentialOf(authentication, base)),
    };
  } catch (error) {
    throw invalid(`${files.join(', ')}: ${whyUnusable(error)}`, error);
  }
}

async function credentialOf(config: KubeConfig, base: TlsMaterial): Promise<Credential> {
  const found: RequestOptions = { headers: {} };
  try {
    await config.applyToHTTPSOptions(found);
  } catch (error) {
    throw new KubeError('KubeUnauthorized', `The kubeconfig's credential could not be had: ${sentenceOf(error)}`, {
      retry: 'soon',
      httpStatus: 0,
      cause: error,
    });
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(found.headers ?? {})) headers[name.toLowerCase()] = String(value);
  if (typeof found.auth === 'string') headers['authorization'] = `Basic ${Buffer.from(found.auth).toString('base64')}`;
  const { cert, key } = found;
  const clientCert = cert === undefined || key === undefined ? {} : { clientCert: { cert: pem(cert), key: pem(key) } };
  return { tls: { ...base, ...clientCert }, headers };
}

/** Node allows lists of keys; a kubeconfig holds one. */
function pem(value: NonNullable<RequestOptions['cert'] | RequestOptions['key']>): string {
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value.toString();
  throw new Error('a kubeconfig holds one certificate and one key');
}

async function filesOf({ path, env }: KubeconfigOptions): Promise<readonly string[]> {
  if (path !== undefined) return [path];
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  const candidates = listed.length > 0 ? listed : [join(env['HOME'] ?? homedir(), '.kube', 'config')];
  const present: string[] = [];
  // As kubectl does: a file of the list that is not there is passed over.
  for (const file of candidates) if (await exists(file)) present.push(file);
  if (present.length === 0) throw invalid(`There is no kubeconfig: ${candidates.join(', ')} cannot be read.`);
  return present;
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}

function whyUnusable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file.';
  if (code === 'EISDIR') return 'it is a folder.';
  return code === 'EACCES' ? 'it may not be read.' : sentenceOf(error);
}

function missingContext(config: KubeConfig): string {
  // The library's name for none, though its type says otherwise.
  const wanted = (config.getCurrentContext() as string | undefined) ?? '';
  const names = config.getContexts().map((context) => context.name);
  const known = names.length === 0 ? 'there is none' : `there are ${names.join(', ')}`;
  return wanted === '' ? `no context is chosen; ${known}` : `context "${wanted}" or its cluster is missing; ${known}`;
}

/** `proxy-url` of the cluster goes before the environment, as in kubectl. */
function proxiesOf({ env }: KubeconfigOptions, proxyUrl: string | undefined): ProxyEnvironment {
  if (proxyUrl === undefined) return env;
  if (!/^https?:\/\//.test(proxyUrl)) {
    throw invalid(`The proxy-url of the cluster must begin with http:// or https://.`);
  }
  return { HTTP_PROXY: proxyUrl, HTTPS_PROXY: proxyUrl };
}

function invalid(sentence: string, cause?: unknown): KubeError {
  return new KubeError('KubeconfigInvalid', sentence, { retry: 'never', httpStatus: 0, cause });
}

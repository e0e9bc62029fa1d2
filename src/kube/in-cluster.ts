import { readFile as readFileFromDisk } from 'node:fs/promises';
import type { Clock } from '../runtime/clock.ts';
import { sentenceOf } from '../runtime/errors.ts';
import { httpTransport } from '../runtime/http-transport.ts';
import type { ClusterConnection } from './cluster-connection.ts';
import { KubeError } from './kube-error.ts';
import { refreshedTransport } from './refreshed-transport.ts';

export interface InClusterOptions {
  /** The pod's environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly userAgent?: string;
  /** Where the service account is mounted. Default: where the kubelet mounts it. */
  readonly directory?: string;
  readonly readFile?: (path: string) => Promise<string>;
}

/** The kubelet renews tokens well before they end; a minute is what client-go takes, too. */
const rereadMs = 60_000;

/** Whether this process runs in a pod that may talk to its API server. */
export function isInCluster(env: InClusterOptions['env']): boolean {
  return env['KUBERNETES_SERVICE_HOST'] !== undefined && env['KUBERNETES_SERVICE_PORT'] !== undefined;
}

/**
 * The API server of the cluster that this pod runs in, as its service account. Token and CA are read from their files
 * again every minute, the token also after a 401. Throws KubeconfigInvalid where there is no service account.
 */
export async function inClusterConnection(options: InClusterOptions): Promise<ClusterConnection> {
  const { env, clock, directory = '/var/run/secrets/kubernetes.io/serviceaccount', userAgent } = options;
  const read = options.readFile ?? ((path: string) => readFileFromDisk(path, 'utf8'));
  const host = env['KUBERNETES_SERVICE_HOST'];
  const port = env['KUBERNETES_SERVICE_PORT'];
  if (host === undefined || port === undefined) throw notInCluster('KUBERNETES_SERVICE_HOST and _PORT are not set');
  const token = rereadFile(clock, () => read(`${directory}/token`));
  const ca = rereadFile(clock, () => read(`${directory}/ca.crt`));
  let namespace: string;
  try {
    [namespace] = await Promise.all([read(`${directory}/namespace`), token.text(), ca.text()]);
  } catch (error) {
    throw notInCluster(sentenceOf(error), error);
  }
  const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const http = httpTransport({
    baseUrl: server,
    clock,
    proxyEnv: env,
    tls: async () => ({ ca: await ca.text() }),
    headers: async () => ({ authorization: `Bearer ${(await token.text()).trim()}` }),
    ...(userAgent === undefined ? {} : { userAgent }),
  });
  return {
    transport: refreshedTransport(http, clock, () => token.reread()),
    server,
    namespace: namespace.trim(),
    close: () => http.close(),
  };
}

interface RereadFile {
  text(): Promise<string>;
  /** Reads it now; whether it differs from what was held. A file that cannot be read now does not. */
  reread(): Promise<boolean>;
}

function rereadFile(clock: Clock, read: () => Promise<string>): RereadFile {
  let held: { readonly text: string; readonly at: number } | undefined;
  const readNow = async (): Promise<string> => {
    try {
      held = { text: await read(), at: clock.monotonic() };
    } catch (error) {
      // For a moment there may be no file while the kubelet changes it; what we hold is good for a while.
      if (held === undefined) throw error;
    }
    return held.text;
  };
  return {
    text: () => (held !== undefined && clock.monotonic() - held.at < rereadMs ? Promise.resolve(held.text) : readNow()),
    reread: async () => {
      const before = held?.text;
      return (await readNow()) !== before;
    },
  };
}

function notInCluster(why: string, cause?: unknown): KubeError {
  return new KubeError('KubeconfigInvalid', `No service account to talk to the cluster with: ${why}.`, {
    retry: 'never',
    httpStatus: 0,
    next: 'Run in a pod with a mounted service account token, or name a kubeconfig with --kubeconfig.',
    cause,
  });
}

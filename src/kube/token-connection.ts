import type { Clock } from '../runtime/clock.ts';
import type { ProxyEnvironment } from '../runtime/http-agents.ts';
import { httpTransport } from '../runtime/http-transport.ts';
import type { ClusterConnection } from './cluster-connection.ts';

export interface TokenConnectionOptions {
  /** `https://…` of the API server. */
  readonly server: string;
  /** PEM of who signed its certificate. */
  readonly ca: string;
  /** Asked for each request: whoever makes tokens keeps and renews them. */
  readonly token: () => Promise<string>;
  readonly clock: Clock;
  readonly proxyEnv: ProxyEnvironment;
  readonly userAgent: string;
}

/** An API server that takes bearer tokens, without a kubeconfig. */
export function tokenConnection(options: TokenConnectionOptions): ClusterConnection {
  const { server, ca, token, clock, proxyEnv, userAgent } = options;
  const http = httpTransport({
    baseUrl: server,
    clock,
    proxyEnv,
    tls: { ca },
    headers: async () => ({ authorization: `Bearer ${await token()}` }),
    userAgent,
  });
  return { transport: http, server, namespace: 'default', close: () => http.close() };
}

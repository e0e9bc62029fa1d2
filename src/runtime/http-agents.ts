import * as http from 'node:http';
import * as https from 'node:https';
import * as tls from 'node:tls';

/** What a TLS connection is made with. PEM texts. */
export interface TlsMaterial {
  /** Trusted in place of the machine's own certificate authorities. */
  readonly ca?: string;
  /** Trusted beside the machine's own: a corporate authority. */
  readonly extraCa?: string;
  readonly clientCert?: { readonly cert: string; readonly key: string };
  /** The name that the certificate must bear, where it is not the host's. */
  readonly serverName?: string;
  /** Believes any certificate. For a kubeconfig that says so, and for nothing else. */
  readonly insecure?: boolean;
}

/** HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in either case, as in a process's environment. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

export interface Agents {
  /** For requests: connections are kept and shared. */
  readonly requests: http.Agent;
  /** For watches: each holds a connection as long as it lives, so they must not fill the pool. */
  readonly streams: http.Agent;
}

/** More at once would only wait at the server. */
const maxSockets = 32;

/** Agents that honour the proxies of `proxyEnv` (Node 24.5 and later do that themselves). */
export function createAgents(secure: boolean, material: TlsMaterial, proxyEnv: ProxyEnvironment | undefined): Agents {
  const common: http.AgentOptions = {
    keepAlive: true,
    // Finds a peer that is gone without a word; the reflector's own deadline is the second net.
    keepAliveMsecs: 30_000,
    scheduling: 'lifo',
    ...(proxyEnv === undefined ? {} : { proxyEnv: { ...proxyEnv } }),
  };
  const create = (options: http.AgentOptions): http.Agent =>
    secure ? new https.Agent({ ...options, ...tlsOptions(material) }) : new http.Agent(options);
  return { requests: create({ ...common, maxSockets }), streams: create(common) };
}

/** Closes the connections that are idle. What is under way ends in its own time. */
export function closeIdle(agents: Agents): void {
  for (const agent of [agents.requests, agents.streams]) {
    for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
  }
}

export function destroyAgents(agents: Agents): void {
  agents.requests.destroy();
  agents.streams.destroy();
}

function tlsOptions(material: TlsMaterial): https.AgentOptions {
  const { ca, extraCa, clientCert, serverName, insecure } = material;
  const trusted =
    extraCa === undefined ? ca : [...(ca === undefined ? tls.getCACertificates('default') : [ca]), extraCa];
  return {
    ...(trusted === undefined ? {} : { ca: trusted }),
    ...clientCert,
    ...(serverName === undefined ? {} : { servername: serverName }),
    ...(insecure === true ? { rejectUnauthorized: false } : {}),
  };
}

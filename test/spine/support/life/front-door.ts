import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';

/** Where requests are passed on to: an API server, as one of its administrators. */
interface Behind {
  readonly url: string;
  readonly caPem: string;
  readonly adminToken: string;
}

/** The cluster of this moment; undefined where there is none. */
type WayBehind = () => Promise<Standing | undefined>;

interface Standing {
  readonly to: Behind;
  readonly cluster: number;
  /** By which it is asked: `/1f3a…`, the path of its address. */
  readonly path: string;
}

/** One request of a command to its cluster. */
export interface Passed {
  readonly method: string;
  /** Path with query. */
  readonly target: string;
  /** Which cluster of the story, from 1. */
  readonly cluster: number;
  readonly status: number;
}

/** Holds the first request that fits: it is never answered, so that whoever asked can be killed at that moment. */
interface Hold {
  readonly fits: (request: { readonly method: string; readonly target: string }) => boolean;
  /** `after`: the API server has done what was asked. */
  readonly moment: 'before' | 'after';
  readonly held: () => void;
}

/**
 * The address of the clusters of one environment, as EKS has it: TLS, and a token that is a question to STS, signed by
 * whoever asks. Its log says what the commands asked of a cluster.
 */
export class FrontDoor {
  readonly passed: Passed[] = [];
  readonly #behind: WayBehind;
  readonly #server;
  #hold: Hold | undefined;

  private constructor(behind: WayBehind) {
    this.#behind = behind;
    this.#server = createServer({ key: pem('server.key'), cert: pem('server.pem') }, (incoming, outgoing) => {
      void this.#pass(incoming, outgoing).catch(() => outgoing.destroy());
    });
  }

  static async open(behind: WayBehind): Promise<FrontDoor> {
    const door = new FrontDoor(behind);
    await new Promise<void>((resolve) => door.#server.listen(0, '127.0.0.1', resolve));
    return door;
  }

  /** As the stand-in provider is told it. */
  get variables(): Readonly<Record<string, string>> {
    const { port } = this.#server.address() as AddressInfo;
    return {
      STAND_IN_CLUSTER_URL: `https://127.0.0.1:${port}`,
      STAND_IN_CLUSTER_CA: Buffer.from(pem('ca.pem')).toString('base64'),
    };
  }

  /** Resolves when a request that fits has come. */
  hold(fits: Hold['fits'], moment: Hold['moment']): Promise<void> {
    return new Promise((held) => (this.#hold = { fits, moment, held }));
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = incoming;
    const found = await this.#behind();
    if (found === undefined || !url.startsWith(`${found.path}/`)) throw new Error('nobody answers here');
    const target = url.slice(found.path.length);
    const note = (status: number): void => void this.passed.push({ method, target, cluster: found.cluster, status });
    if (!isSigned(incoming.headers.authorization)) {
      note(401);
      outgoing.writeHead(401).end();
      return;
    }
    const hold = this.#hold?.fits({ method, target }) === true ? this.#hold : undefined;
    if (hold !== undefined) this.#hold = undefined;
    if (hold?.moment === 'before') {
      hold.held();
      return;
    }
    const answer = await forward(incoming, target, found.to);
    note(answer.statusCode ?? 0);
    if (hold !== undefined) {
      answer.resume();
      hold.held();
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  }
}

const pem = (name: string): string => readFileSync(new URL(`../../../fixtures/tls/${name}`, import.meta.url), 'utf8');

function forward(
  incoming: IncomingMessage,
  target: string,
  { url, caPem, adminToken }: Behind,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { ...incoming.headers, host: new URL(url).host, authorization: `Bearer ${adminToken}` };
    const outgoing = httpsRequest(`${url}${target}`, { method: incoming.method, ca: caPem, headers }, resolve);
    outgoing.once('error', reject);
    incoming.pipe(outgoing);
  });
}

/** Source: kubernetes-sigs/aws-iam-authenticator, "API Authorization from Outside a Cluster". */
function isSigned(authorization = ''): boolean {
  const [, token] = /^Bearer k8s-aws-v1\.([-_A-Za-z0-9]+)$/.exec(authorization) ?? [];
  if (token === undefined) return false;
  const { searchParams } = new URL(Buffer.from(token, 'base64url').toString('utf8'));
  const signed = searchParams.get('X-Amz-SignedHeaders')?.split(';') ?? [];
  return searchParams.get('Action') === 'GetCallerIdentity' && signed.includes('x-k8s-aws-id');
}

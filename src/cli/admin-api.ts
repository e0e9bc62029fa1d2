import type { Connection } from '../organization/context.ts';
import type { Clock } from '../runtime/clock.ts';
import { httpTransport } from '../runtime/http-transport.ts';
import type { Transport } from '../runtime/transport.ts';

/**
 * Ways to the vendor's API and to planes over HTTP, honouring the proxies of `env`. One for each address and CA, however
 * often it is asked for, so that connections are reused.
 */
export function httpWays(
  clock: Clock,
  env: Readonly<Record<string, string | undefined>>,
): { readonly api: (connection: Connection) => Transport; readonly plane: (baseUrl: string) => Transport } {
  const ways = new Map<string, Transport>();
  const way = (baseUrl: string, caBundle?: string): Transport => {
    const name = `${baseUrl}\n${caBundle ?? ''}`;
    const known = ways.get(name);
    if (known !== undefined) return known;
    const made = httpTransport({
      baseUrl,
      clock,
      proxyEnv: env,
      userAgent: 'planewright',
      ...(caBundle === undefined ? {} : { tls: { extraCa: caBundle } }),
    });
    ways.set(name, made);
    return made;
  };
  return { api: ({ apiUrl, caBundle }) => way(apiUrl, caBundle), plane: (baseUrl) => way(baseUrl) };
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { restCall, type RestCall } from '../../../src/clouds/rest.ts';
import { systemClock } from '../../../src/runtime/clock.ts';

/** An answer in the shape that the cloud's reference documents. */
export interface Recorded {
  readonly status?: number;
  readonly type?: string;
  readonly body: string;
}

/** AWS on loopback, for the SDK's own clients. `answer` is given what was asked, by target, action or path. */
export async function recordedAws(
  answer: (asked: { readonly what: string; readonly body: string }) => Recorded | undefined,
): Promise<{ readonly url: string; readonly asked: readonly string[]; readonly close: () => void }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const target = request.headers['x-amz-target'];
      const action = new URLSearchParams(body).get('Action');
      const what = typeof target === 'string' ? target : (action ?? `${request.method ?? ''} ${request.url ?? ''}`);
      asked.push(what);
      const found = answer({ what, body }) ?? { status: 500, body: '' };
      response.writeHead(found.status ?? 200, { 'content-type': found.type ?? 'text/xml' });
      response.end(found.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked, close: () => server.close() };
}

/** An API that takes and gives JSON, through our own transport's seam: by path, query included. */
export function recordedRest(answers: Readonly<Record<string, unknown>>): { call: RestCall; asked: string[] } {
  const asked: string[] = [];
  const network = {
    clock: systemClock,
    to: (origin: string) => (request: { readonly method: string; readonly path: string }) => {
      const { hostname } = new URL(origin);
      asked.push(`${request.method} ${hostname}${request.path}`);
      const found = answers[request.path];
      if (found === 'denied') {
        const error = { code: 403, status: 'PERMISSION_DENIED', message: 'not you' };
        return Promise.resolve({ status: 403, headers: {}, body: JSON.stringify({ error }) });
      }
      return found === undefined
        ? Promise.resolve({ status: 404, headers: {}, body: '{"error":{"code":"NotFound","message":"gone"}}' })
        : Promise.resolve({ status: 200, headers: {}, body: JSON.stringify(found) });
    },
  };
  return { call: restCall(() => Promise.resolve('canary-token'), network), asked };
}

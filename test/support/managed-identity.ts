import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What gives a pod at Azure its tokens. */
export interface ManagedIdentity {
  readonly endpoint: string;
  /** What it says next, and from then on. */
  answer: { readonly status: number; readonly body: object };
  readonly asked: URL[];
}

const key = Symbol.for('planewright.test.managed-identity');

/** One for all test files of a worker: Azure's library asks for the rest of a process where it asked first. */
export async function managedIdentity(): Promise<ManagedIdentity> {
  const known = globalThis as unknown as Record<symbol, Promise<ManagedIdentity> | undefined>;
  return (known[key] ??= started());
}

async function started(): Promise<ManagedIdentity> {
  const server = createServer((request, response) => {
    one.asked.push(new URL(request.url ?? '', one.endpoint));
    response.writeHead(one.answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(one.answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const one: ManagedIdentity = { endpoint, answer: { status: 500, body: {} }, asked: [] };
  return one;
}

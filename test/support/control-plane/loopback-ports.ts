import { createServer } from 'node:net';
import { must } from '../../../src/runtime/must.ts';

/**
 * `count` different ports that were free on 127.0.0.1 a moment ago. Another process may take one before it is used:
 * whoever listens on them tries again with others.
 */
export async function freeLoopbackPorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  // All are held until all are known, so that none is given twice.
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject).listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(must(typeof address === 'string' ? null : address?.port, 'a TCP server has a port'));
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

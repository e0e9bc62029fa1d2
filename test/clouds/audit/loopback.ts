import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Asked {
  readonly path: string;
  readonly target: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

/** A server that writes down what it is asked and answers from a list, the last answer again and again. */
export async function answering(...answers: readonly Answer[]) {
  const asked: Asked[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    void text(request).then((body) => {
      const parsed = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push({ path: request.url ?? '', target: String(request.headers['x-amz-target']), body: parsed });
      response.writeHead(answer?.status ?? 200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(answer?.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, url, close: () => new Promise((resolve) => server.close(resolve)) };
}

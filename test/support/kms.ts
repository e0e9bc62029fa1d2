import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A stand-in for AWS KMS over loopback: it wraps and opens data keys, and checks no signature. */
export class KmsStandIn {
  /** What was asked, in order. */
  readonly asked: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void text(request).then((body) => {
        const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
        this.asked.push(action);
        const { Plaintext = '', CiphertextBlob = '' } = JSON.parse(body) as Record<string, string>;
        const answer =
          action === 'Encrypt'
            ? { CiphertextBlob: turned(Plaintext), KeyId: 'key' }
            : { Plaintext: turned(CiphertextBlob), KeyId: 'key' };
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
      });
    });
  }

  static async start(): Promise<KmsStandIn> {
    const started = new KmsStandIn();
    await new Promise<void>((resolve) => started.#server.listen(0, '127.0.0.1', resolve));
    return started;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

/** No cipher, and its own inverse: what matters is that a data key comes back only through here. */
function turned(base64: string): string {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'), (byte) => byte ^ 0x5a);
  return Buffer.from(bytes).toString('base64');
}

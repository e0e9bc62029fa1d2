import { text } from 'node:stream/consumers';
import { must } from '../../src/runtime/must.ts';
import { Loopback } from './loopback.ts';

/** A stand-in for AWS KMS over loopback: it wraps and opens data keys, and checks no signature. */
export class KmsStandIn {
  /** What was asked, in order. */
  readonly asked: string[] = [];
  #server: Loopback | undefined;

  static async start(): Promise<KmsStandIn> {
    const standIn = new KmsStandIn();
    standIn.#server = await Loopback.start((request, response) => {
      void text(request).then((body) => {
        const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
        standIn.asked.push(action);
        const { Plaintext = '', CiphertextBlob = '' } = JSON.parse(body) as Record<string, string>;
        const answer =
          action === 'Encrypt'
            ? { CiphertextBlob: turned(Plaintext), KeyId: 'key' }
            : { Plaintext: turned(CiphertextBlob), KeyId: 'key' };
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
      });
    });
    return standIn;
  }

  get endpoint(): string {
    return must(this.#server, 'it was started').endpoint;
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }
}

/** No cipher, and its own inverse: what matters is that a data key comes back only through here. */
function turned(base64: string): string {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'), (byte) => byte ^ 0x5a);
  return Buffer.from(bytes).toString('base64');
}

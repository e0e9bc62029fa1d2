import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { must } from '../../src/runtime/must.ts';
import { Loopback } from './loopback.ts';

interface Version {
  readonly id: string;
  /** Undefined: a delete marker. */
  readonly body: Buffer | undefined;
}

interface Bucket {
  readonly settings: Map<string, string>;
  readonly objects: Map<string, Version[]>;
}

/** One request, without a body: what foreign logs hold. */
export interface S3Request {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: string;
}

/**
 * A stand-in for S3 over loopback: objects with versions, listings, and the settings of buckets that are asked for here. It
 * checks no signature. What it does not know it refuses.
 */
export class S3StandIn {
  readonly buckets = new Map<string, Bucket>();
  readonly requests: S3Request[] = [];
  /** Buckets of other accounts. */
  readonly foreign = new Set<string>();
  /** Keys under a lock: their versions cannot be deleted. */
  readonly held = new Set<string>();
  #server: Loopback | undefined;
  #versions = 0;

  static async start(): Promise<S3StandIn> {
    const standIn = new S3StandIn();
    standIn.#server = await Loopback.start((request, response) => {
      void bodyOf(request).then((body) => {
        const { status, text, headers = {} } = standIn.#answer(request, body);
        response.writeHead(status, { 'content-type': 'application/xml', ...headers });
        response.end(request.method === 'HEAD' ? undefined : text);
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

  make(name: string): Bucket {
    const bucket: Bucket = { settings: new Map(), objects: new Map() };
    this.buckets.set(name, bucket);
    return bucket;
  }

  /** Keys that are there. */
  keys(bucket: string): readonly string[] {
    const objects = [...(this.buckets.get(bucket)?.objects ?? [])];
    return objects.flatMap(([key, versions]) => (versions.at(-1)?.body === undefined ? [] : [key])).toSorted();
  }

  /** Everything that lies in a bucket, every version of it. */
  text(bucket: string): string {
    const objects = [...(this.buckets.get(bucket)?.objects.values() ?? [])];
    return objects.flatMap((versions) => versions.map(({ body }) => body?.toString('utf8') ?? '')).join('\n');
  }

  put(bucket: string, key: string, body: Buffer | undefined): void {
    const objects = (this.buckets.get(bucket) ?? this.make(bucket)).objects;
    const version = { id: `v${++this.#versions}`, body };
    const isVersioned = this.buckets.get(bucket)?.settings.get('versioning')?.includes('Enabled') === true;
    if (isVersioned) objects.set(key, [...(objects.get(key) ?? []), version]);
    else if (body === undefined) objects.delete(key);
    else objects.set(key, [version]);
  }

  #answer(request: IncomingMessage, body: Buffer): Answer {
    const url = new URL(request.url ?? '/', 'http://s3');
    const [name = '', ...rest] = decodeURIComponent(url.pathname).slice(1).split('/');
    const key = rest.join('/');
    const method = request.method ?? 'GET';
    this.requests.push({ method, bucket: name, key, query: url.search });
    if (this.foreign.has(name)) return refusal(403, 'AccessDenied', 'not yours');
    const bucket = this.buckets.get(name);
    if (bucket === undefined) {
      if (method !== 'PUT' || key !== '' || url.search !== '') return refusal(404, 'NoSuchBucket', name);
      this.make(name);
      return { status: 200, text: '' };
    }
    return key === ''
      ? this.#bucketAnswer(bucket, name, method, url.searchParams, body)
      : this.#objectAnswer(bucket, name, key, method, request, body);
  }

  #bucketAnswer(bucket: Bucket, name: string, method: string, query: URLSearchParams, body: Buffer): Answer {
    if (method === 'HEAD') return { status: 200, text: '' };
    if (query.has('delete')) return this.#deleted(bucket, name, body.toString('utf8'));
    if (query.has('uploads')) return found('ListMultipartUploadsResult', '');
    if (method === 'GET' && query.has('versions')) return found('ListVersionsResult', versionsText(bucket));
    if (method === 'GET' && query.get('list-type') === '2')
      return found('ListBucketResult', listText(this, name, query));
    const setting = [...query.keys()].find((one) => settings.includes(one));
    if (setting === undefined) return refusal(501, 'NotImplemented', `${method} ?${query.toString()}`);
    if (method === 'PUT') {
      bucket.settings.set(setting, body.toString('utf8'));
      return { status: 200, text: '' };
    }
    const kept = bucket.settings.get(setting);
    return kept === undefined
      ? refusal(404, setting === 'tagging' ? 'NoSuchTagSet' : `NoSuch${setting}`, setting)
      : { status: 200, text: kept };
  }

  #objectAnswer(
    bucket: Bucket,
    name: string,
    key: string,
    method: string,
    { headers }: IncomingMessage,
    body: Buffer,
  ): Answer {
    const current = bucket.objects.get(key)?.at(-1)?.body;
    switch (method) {
      case 'PUT': {
        const source = headers['x-amz-copy-source'];
        if (source === undefined) {
          this.put(name, key, body);
          return { status: 200, text: '', headers: { etag: etagOf(body) } };
        }
        const [from = '', ...path] = decodeURIComponent(String(source)).replace(/^\//, '').split('/');
        const copied = this.buckets.get(from)?.objects.get(path.join('/'))?.at(-1)?.body;
        if (copied === undefined) return refusal(404, 'NoSuchKey', String(source));
        this.put(name, key, copied);
        return found('CopyObjectResult', `<ETag>${etagOf(copied)}</ETag>`);
      }
      case 'DELETE':
        this.put(name, key, undefined);
        return { status: 204, text: '' };
      case 'GET':
      case 'HEAD': {
        if (current === undefined) return refusal(404, 'NoSuchKey', key);
        const length = String(current.length);
        const date = new Date(0).toUTCString();
        const type = 'application/octet-stream';
        const told = { etag: etagOf(current), 'content-length': length, 'last-modified': date, 'content-type': type };
        return { status: 200, text: current, headers: told };
      }
      default:
        return refusal(501, 'NotImplemented', method);
    }
  }

  #deleted(bucket: Bucket, name: string, text: string): Answer {
    const errors: string[] = [];
    for (const [, one = ''] of text.matchAll(/<Object>([\s\S]*?)<\/Object>/g)) {
      const key = /<Key>([\s\S]*?)<\/Key>/.exec(one)?.[1] ?? '';
      const id = /<VersionId>(.*?)<\/VersionId>/.exec(one)?.[1];
      if (this.held.has(key)) {
        errors.push(`<Error><Key>${key}</Key><Code>AccessDenied</Code><Message>object lock</Message></Error>`);
      } else if (id === undefined) this.put(name, key, undefined);
      else {
        const left = (bucket.objects.get(key) ?? []).filter((version) => version.id !== id);
        if (left.length === 0) bucket.objects.delete(key);
        else bucket.objects.set(key, left);
      }
    }
    return found('DeleteResult', errors.join(''));
  }
}

interface Answer {
  readonly status: number;
  readonly text: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

const settings = [
  'versioning',
  'lifecycle',
  'encryption',
  'publicAccessBlock',
  'policy',
  'tagging',
  'ownershipControls',
];

function listText(standIn: S3StandIn, name: string, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const folders = new Set<string>();
  const contents: string[] = [];
  for (const key of standIn.keys(name)) {
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (end !== -1) folders.add(key.slice(0, end + delimiter.length));
    else {
      const body = standIn.buckets.get(name)?.objects.get(key)?.at(-1)?.body ?? Buffer.alloc(0);
      contents.push(
        `<Contents><Key>${escaped(key)}</Key><LastModified>1970-01-01T00:00:00.000Z</LastModified><ETag>${etagOf(body)}</ETag><Size>${body.length}</Size></Contents>`,
      );
    }
  }
  const common = [...folders].map((one) => `<CommonPrefixes><Prefix>${escaped(one)}</Prefix></CommonPrefixes>`);
  const count = contents.length + folders.size;
  return `<Name>${name}</Name><KeyCount>${count}</KeyCount><IsTruncated>false</IsTruncated>${contents.join('')}${common.join('')}`;
}

/** At most a thousand, as S3 does, without saying that there are more: who deletes what is listed asks again. */
function versionsText({ objects }: Bucket): string {
  const all = [...objects].flatMap(([key, versions]) => versions.map(({ id, body }) => ({ key, id, body })));
  const lines = all.slice(0, 1000).map(({ key, id, body }) => {
    const what = body === undefined ? 'DeleteMarker' : 'Version';
    return `<${what}><Key>${escaped(key)}</Key><VersionId>${id}</VersionId></${what}>`;
  });
  return `<IsTruncated>${all.length > 1000}</IsTruncated>${lines.join('')}`;
}

function found(element: string, text: string): Answer {
  return { status: 200, text: `<?xml version="1.0"?><${element}>${text}</${element}>` };
}

function refusal(status: number, code: string, message: string): Answer {
  return {
    status,
    text: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`,
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const whole = Buffer.concat(parts);
  return /aws-chunked/.test(String(request.headers['content-encoding'])) ? unchunked(whole) : whole;
}

/** `SIZE;chunk-signature=…\r\nDATA\r\n…`. Source: Amazon S3, "Signature calculations: transferring payload in chunks". */
function unchunked(whole: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < whole.length;) {
    const end = whole.indexOf('\r\n', at);
    const size = Number.parseInt(whole.subarray(at, end).toString('latin1'), 16);
    if (!(size > 0)) break;
    parts.push(whole.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}

/** Variables by which the clients of AWS find a stand-in, as somebody whom nobody checks. */
export function s3Variables(endpoint: string): Readonly<Record<string, string>> {
  return { AWS_ENDPOINT_URL_S3: endpoint, AWS_ACCESS_KEY_ID: 'stand-in', AWS_SECRET_ACCESS_KEY: 'stand-in' };
}

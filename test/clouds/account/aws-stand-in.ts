import type { IncomingMessage } from 'node:http';
import { serveHttp } from '../../runtime/loopback.ts';

export interface AwsCall {
  /** `GetCallerIdentity`, `HeadBucket`. */
  readonly operation: string;
  /** What was asked: the parameters of a query, or the fields of a body. */
  readonly asked: Readonly<Record<string, string>>;
}

type AwsReply = string | { readonly status: number; readonly body: string };
export type AwsReplies = Readonly<Record<string, (call: AwsCall) => AwsReply>>;

/**
 * An endpoint for every service of AWS, as `AWS_ENDPOINT_URL` names one: the SDK's real clients call it, and it answers in
 * the wire formats of the API references (EC2, IAM, RDS, STS and load balancing by query and XML, quotas by JSON, EKS and
 * S3 by path).
 */
export async function awsStandIn(replies: AwsReplies): Promise<{ readonly url: string; readonly calls: AwsCall[] }> {
  const calls: AwsCall[] = [];
  const url = await serveHttp((request, response) => {
    void bodyOf(request).then((body) => {
      const call = callOf(request, body);
      calls.push(call);
      const reply = replies[call.operation]?.(call) ?? { status: 400, body: xmlError('InvalidAction', call.operation) };
      const { status, body: text } = typeof reply === 'string' ? { status: 200, body: reply } : reply;
      const type = text.startsWith('{') ? 'application/x-amz-json-1.1' : 'text/xml';
      response.writeHead(status, { 'content-type': type, 'x-amzn-requestid': 'a' });
      response.end(request.method === 'HEAD' ? undefined : text);
    });
  });
  return { url, calls };
}

/** What sets the SDK's clients on a stand-in: credentials of nobody, no profile, no instance to ask. */
export function awsVariables(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'AKIACANARYCANARYCANA',
    AWS_SECRET_ACCESS_KEY: 'canary-of-the-secret-key',
    AWS_SESSION_TOKEN: 'canary-of-the-session',
    AWS_CONFIG_FILE: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
  };
}

export function xmlError(code: string, message: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>a</RequestId></ErrorResponse>`;
}

/** Errors of EC2 have an envelope of their own. */
export function ec2Error(code: string, message: string): string {
  return `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>a</RequestID></Response>`;
}

/** `name`d answer of a query service, with what is in it. */
export function result(operation: string, content: string): string {
  return `<${operation}Response><${operation}Result>${content}</${operation}Result><ResponseMetadata><RequestId>a</RequestId></ResponseMetadata></${operation}Response>`;
}

/** A list of EC2: `<name><item>…</item></name>`, empty as `<name/>`. */
export function set(name: string, items: readonly string[], element = 'item'): string {
  return items.length === 0
    ? `<${name}/>`
    : `<${name}>${items.map((item) => `<${element}>${item}</${element}>`).join('')}</${name}>`;
}

export function ec2(operation: string, content: string): string {
  return `<${operation}Response><requestId>a</requestId>${content}</${operation}Response>`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) text += String(chunk);
  return text;
}

function callOf({ method, url = '', headers }: IncomingMessage, body: string): AwsCall {
  const target = headers['x-amz-target'];
  if (typeof target === 'string')
    return { operation: target.split('.')[1] ?? '', asked: JSON.parse(body) as Record<string, string> };
  const { pathname } = new URL(url, 'http://stand-in');
  if (method === 'HEAD') return { operation: 'HeadBucket', asked: { Bucket: pathname.slice(1).replace(/\/$/, '') } };
  if (method === 'GET' && pathname === '/clusters') return { operation: 'ListClusters', asked: {} };
  const asked = Object.fromEntries(new URLSearchParams(body));
  return { operation: asked['Action'] ?? '', asked };
}

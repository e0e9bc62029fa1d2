import { readFile } from 'node:fs/promises';

/** What the API server itself says of one finished request; the fields that suites judge by. */
export interface AuditEvent {
  readonly auditID: string;
  readonly stage: 'ResponseStarted' | 'ResponseComplete' | 'Panic';
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly userAgent?: string;
  readonly objectRef?: {
    readonly resource: string;
    readonly namespace?: string;
    readonly name?: string;
    readonly subresource?: string;
    readonly apiGroup?: string;
  };
  readonly responseStatus?: { readonly code: number; readonly reason?: string };
  /** What was sent, for writes of anything but Secrets and tokens. */
  readonly requestObject?: unknown;
  /** RFC 3339 with microseconds. */
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
}

/**
 * The requests that `matches` accepts, oldest first. A request may be answered a moment before its line is written:
 * poll for what should be there, and read once for what should not.
 */
export async function auditEvents(
  auditLogPath: string,
  matches: (event: AuditEvent) => boolean,
): Promise<AuditEvent[]> {
  const lines = (await readFile(auditLogPath, 'utf8')).split('\n');
  // What follows the last line break is empty, or a line that is still being written.
  lines.pop();
  return lines.map((line) => JSON.parse(line) as AuditEvent).filter(matches);
}

/** Whether the request was about this namespace, as a place or by name. */
export function inNamespace(namespace: string): (event: AuditEvent) => boolean {
  return ({ objectRef }) => objectRef?.namespace === namespace;
}

/** What RBAC was asked for: server-side apply makes what is not there, and needs `create` for it besides `patch`. */
export function verbsOf({ verb, responseStatus }: AuditEvent): readonly string[] {
  return verb === 'patch' && responseStatus?.code === 201 ? ['patch', 'create'] : [verb];
}

/** The resource that a request was about, with its subresource, as rules of RBAC write it. */
export function resourceOf({ objectRef }: AuditEvent): { readonly group: string; readonly resource: string } {
  const { apiGroup: group = '', resource: plural = '', subresource } = objectRef ?? {};
  return { group, resource: subresource === undefined ? plural : `${plural}/${subresource}` };
}

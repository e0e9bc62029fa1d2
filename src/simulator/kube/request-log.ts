import type { WireRequest } from '../../runtime/transport.ts';

/** One request as the stand-in saw it: enough to judge what a client did, and nothing that could be a secret. */
export interface RequestLogEntry {
  readonly at: number;
  readonly method: WireRequest['method'];
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly userAgent: string;
  readonly contentType: string;
  /** True where the request could change something. */
  readonly mutation: boolean;
  /** 0 while it is being answered. */
  status: number;
}

export interface RequestLog {
  readonly entries: readonly RequestLogEntry[];
  begin(request: WireRequest, at: number): RequestLogEntry;
  end(entry: RequestLogEntry, status: number): void;
}

export function requestLog(): RequestLog {
  const entries: RequestLogEntry[] = [];
  return {
    entries,
    begin: (request, at) => {
      const query = request.query ?? {};
      const reads = request.method === 'GET' || request.method === 'HEAD' || query['dryRun'] === 'All';
      const entry: RequestLogEntry = {
        at,
        method: request.method,
        path: request.path,
        query,
        userAgent: request.headers?.['user-agent'] ?? '',
        contentType: request.headers?.['content-type'] ?? '',
        mutation: !reads && !request.path.startsWith('/apis/authorization.k8s.io/'),
        status: 0,
      };
      entries.push(entry);
      return entry;
    },
    end: (entry, status) => {
      entry.status = status;
    },
  };
}

/** The operator in a process of its own, as in a pod, so that its memory and its start are its own. */
import { runOperator } from '../../src/operator/main.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { httpTransport } from '../../src/runtime/http-transport.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { systemRandomness } from '../../src/runtime/randomness.ts';
import type { Transport } from '../../src/runtime/transport.ts';

export interface KubeAddress {
  readonly url: string;
  readonly token?: string;
  readonly caPem?: string;
}

export type ToOperator = { readonly start: KubeAddress } | { readonly report: true };

export interface OperatorReport {
  /** Milliseconds from the start of the process to the first answer that a decision was made on. */
  readonly firstDecisionMs: number | undefined;
  readonly residentMb: number;
  readonly mostResidentMb: number;
  readonly cpuSeconds: number;
  readonly calls: OperatorCalls;
}

export interface OperatorCalls {
  secretReads: number;
  kubeReads: number;
  kubeWrites: number;
  adminReads: number;
  adminWrites: number;
}

const calls: OperatorCalls = { secretReads: 0, kubeReads: 0, kubeWrites: 0, adminReads: 0, adminWrites: 0 };
const stop = new AbortController();
let firstDecisionMs: number | undefined;

process.on('message', (message: ToOperator) => {
  if ('start' in message) void run(message.start);
  else process.send?.(report());
});
process.on('disconnect', () => stop.abort(new Error('the measurement is over')));

async function run({ url, token, caPem }: KubeAddress): Promise<void> {
  const network = httpTransport({
    baseUrl: url,
    clock: systemClock,
    ...(caPem === undefined ? {} : { tls: { ca: caPem } }),
    ...(token === undefined ? {} : { headers: () => Promise.resolve({ authorization: `Bearer ${token}` }) }),
  });
  const unasked = { state: 'unknown', reason: 'not asked' } as const;
  await runOperator(
    {
      kube: counted(network, (write, path) => {
        if (write) calls.kubeWrites += 1;
        else if (/\/secrets\/[^/]+$/.test(path)) calls.secretReads += 1;
        else calls.kubeReads += 1;
      }),
      clock: systemClock,
      randomness: systemRandomness,
      log: silentLog,
      ownNamespace: 'planewright',
      identity: 'bench',
      mode: 'act',
      electLeader: false,
      transportFor: ({ apiUrl }) => {
        const admin = counted(httpTransport({ baseUrl: apiUrl, clock: systemClock }), (write) => {
          if (write) calls.adminWrites += 1;
          else calls.adminReads += 1;
        });
        return async (request, signal) => {
          const answer = await admin(request, signal);
          firstDecisionMs ??= performance.now();
          return answer;
        };
      },
      probe: () => Promise.resolve({ version: unasked, query: unasked }),
    },
    stop.signal,
  );
  network.close();
  process.exit(0);
}

function counted(transport: Transport, count: (write: boolean, path: string) => void): Transport {
  return (request, signal) => {
    count(request.method !== 'GET', request.path);
    return transport(request, signal);
  };
}

function report(): OperatorReport {
  const { user, system } = process.cpuUsage();
  return {
    firstDecisionMs,
    residentMb: process.memoryUsage.rss() / 2 ** 20,
    mostResidentMb: process.resourceUsage().maxRSS / 1024,
    cpuSeconds: (user + system) / 1e6,
    calls: { ...calls },
  };
}

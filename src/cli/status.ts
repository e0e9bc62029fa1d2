import type { Condition } from '../api/index.ts';
import { kubeClient } from '../kube/kube-client.ts';
import type { KubeObject } from '../kube/objects.ts';
import { systemClock } from '../runtime/clock.ts';
import type { StatusOptions } from './commands/status.ts';
import { connect } from './cluster.ts';
import type { ExitCode, Io } from './io.ts';
import { takeSnapshot } from './snapshot.ts';
import { age, clip, table } from './ui/table.ts';

interface Line {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly ready: string;
  readonly reason: string;
  readonly message: string;
  readonly drifted: boolean;
  readonly stalled: boolean;
  /** For a DataPlane: what runs, and what is asked for where that differs. */
  readonly version?: string;
  readonly createdAt?: string;
}

interface Reported extends KubeObject {
  readonly spec?: { readonly version?: string };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly currentVersion?: string;
  };
}

export async function printStatus(options: StatusOptions, io: Io): Promise<void> {
  const connection = await connect(options, io);
  try {
    const client = kubeClient(connection.transport);
    const snapshot = await takeSnapshot(client, systemClock, options.namespace, io.signal);
    const lines = [...snapshot].flatMap(([kind, objects]) => objects.map((object) => lineOf(kind, object)));
    io.out(options.output === 'json' ? `${JSON.stringify({ resources: lines }, null, 2)}\n` : asText(lines, io));
    io.exit(exitCodeOf(lines));
  } finally {
    connection.close();
  }
}

function lineOf(kind: string, object: Reported): Line {
  const { metadata, spec, status } = object;
  const condition = (type: string): Condition | undefined => status?.conditions?.find((each) => each.type === type);
  const ready = condition('Ready');
  const current = status?.currentVersion;
  const version = spec?.version === undefined ? undefined : versionText(current, spec.version);
  return {
    kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    ready: ready?.status ?? 'Unknown',
    reason: ready?.reason ?? 'NotSeen',
    message: ready?.message ?? 'No operator has looked at it yet. Is one running?',
    drifted: condition('Drifted')?.status === 'True',
    stalled: condition('Stalled')?.status === 'True',
    ...(version === undefined ? {} : { version }),
    ...(metadata.creationTimestamp === undefined ? {} : { createdAt: metadata.creationTimestamp }),
  };
}

function versionText(current: string | undefined, target: string): string {
  if (current === undefined) return `→ ${target}`;
  return current === target ? current : `${current} → ${target}`;
}

function asText(lines: readonly Line[], io: Io): string {
  if (lines.length === 0) return 'There are no resources of Planewright here.\n';
  const now = systemClock.now();
  const rows = lines.map((line) => [
    line.kind,
    `${line.namespace}/${line.name}`,
    line.ready,
    line.reason,
    line.version ?? '',
    line.createdAt === undefined ? '' : age(Date.parse(line.createdAt), now),
  ]);
  const wanting = lines.filter((line) => line.ready !== 'True' || line.drifted);
  const notes = wanting.map((line) => {
    const text = `${line.kind} ${line.namespace}/${line.name}: ${line.message}`;
    return io.isTerminal ? clip(text, Math.max(io.columns * 3, 80)) : text;
  });
  const head = table(['KIND', 'RESOURCE', 'READY', 'REASON', 'VERSION', 'AGE'], rows);
  return notes.length === 0 ? head : `${head}\n${notes.join('\n')}\n`;
}

function exitCodeOf(lines: readonly Line[]): ExitCode {
  if (lines.some(({ stalled }) => stalled)) return 3;
  return lines.some(({ ready, drifted }) => ready !== 'True' || drifted) ? 2 : 0;
}

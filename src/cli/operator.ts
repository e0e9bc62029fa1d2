import { cloudSecretStores } from '../clouds/secret-stores/stores.ts';
import { httpProbe } from '../dataplane/probe.ts';
import { runOperator } from '../operator/main.ts';
import { systemClock } from '../runtime/clock.ts';
import { pinoLog, type LogLevel } from '../runtime/pino-log.ts';
import { systemRandomness } from '../runtime/randomness.ts';
import { httpWays } from './admin-api.ts';
import { connect, type ClusterOptions } from './cluster.ts';
import type { Io } from './io.ts';

export interface OperatorArguments extends ClusterOptions {
  readonly mode: 'act' | 'observe';
  readonly namespaces?: readonly string[];
  readonly ownNamespace?: string;
  readonly port?: number;
  readonly workers: number;
  readonly leaderElection: boolean;
  readonly logLevel: LogLevel;
}

/** Runs the operator with the real clock and the real network until the process is told to stop. */
export async function runOperatorCommand(options: OperatorArguments, io: Io): Promise<void> {
  const log = pinoLog({ level: options.logLevel, now: () => systemClock.now(), destination: { write: io.err } });
  const connection = await connect(options, io);
  const ways = httpWays(systemClock, io.env);
  const ownNamespace = options.ownNamespace ?? io.env['POD_NAMESPACE'] ?? 'planewright-system';
  log.info({ server: connection.server, mode: options.mode, ownNamespace }, 'the operator starts');
  try {
    await runOperator(
      {
        kube: connection.transport,
        clock: systemClock,
        randomness: systemRandomness,
        log,
        ownNamespace,
        identity: `${io.env['POD_NAME'] ?? 'terminal'}-${systemRandomness.uuid().slice(0, 8)}`,
        mode: options.mode,
        workers: options.workers,
        electLeader: options.leaderElection,
        transportFor: ways.api,
        secretStore: cloudSecretStores(io.env),
        probe: httpProbe({ clock: systemClock, transportFor: ways.plane }),
        ...(options.namespaces === undefined ? {} : { governed: options.namespaces }),
        ...(options.port === undefined ? {} : { healthPort: options.port }),
      },
      io.signal,
    );
    log.info({}, 'the operator has ended');
  } finally {
    connection.close();
  }
}

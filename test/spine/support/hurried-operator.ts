import type { SecretStore } from '../../../src/clouds/secret-stores/store.ts';
import { httpProbe } from '../../../src/dataplane/probe.ts';
import { runOperator } from '../../../src/operator/main.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { httpTransport } from '../../../src/runtime/http-transport.ts';
import { pinoLog } from '../../../src/runtime/pino-log.ts';
import { systemRandomness } from '../../../src/runtime/randomness.ts';
import { SecretValue } from '../../../src/runtime/secret-value.ts';
import { scaledClock } from '../../../src/simulator/scaled-clock.ts';
import type { HurriedStart, OperatorProcess } from './operator-start.ts';

/** Runs the operator on a clock that is in a hurry, until `stop` is aborted. Throws what the operator throws. */
export async function runHurried(start: HurriedStart, write: (line: string) => void, stop: AbortSignal): Promise<void> {
  const clock = scaledClock(systemClock, start.hurry);
  const toApiServer = httpTransport({
    baseUrl: start.url,
    clock: systemClock,
    tls: { ca: start.caPem },
    headers: () => Promise.resolve({ authorization: `Bearer ${start.token}` }),
    userAgent: start.identity,
  });
  try {
    await runOperator(
      {
        kube: toApiServer,
        clock,
        randomness: systemRandomness,
        log: pinoLog({ level: 'debug', now: () => clock.now(), destination: { write } }),
        ownNamespace: start.ownNamespace,
        identity: start.identity,
        governed: start.governed,
        mode: 'act',
        transportFor: ({ apiUrl }) => httpTransport({ baseUrl: apiUrl, clock: systemClock }),
        electLeader: start.elected === true,
        ...(start.stored !== undefined && { secretStore: storeOf(start.stored) }),
        // No name of a Service resolves here: whatever is asked, the stand-in plane answers.
        probe: httpProbe({
          clock: systemClock,
          transportFor: () => httpTransport({ baseUrl: start.planeUrl, clock: systemClock }),
        }),
      },
      stop,
    );
  } finally {
    toApiServer.close();
  }
}

function storeOf(stored: Readonly<Record<string, string>>): SecretStore {
  return {
    read: ({ text }) => {
      const value = stored[text];
      return Promise.resolve(
        value === undefined
          ? { state: 'provenAbsent', why: 'is not there' }
          : { state: 'present', value: new SecretValue(value), version: '1' },
      );
    },
  };
}

/** Starts it within this process: at once, and with nothing to kill. */
export function startOperatorHere(start: HurriedStart): OperatorProcess {
  const stop = new AbortController();
  const written: string[] = [];
  let running = true;
  const end = runHurried(start, (line) => void written.push(line), stop.signal)
    .catch((error: unknown) => void written.push(`it ended: ${String(error)}\n`))
    .finally(() => (running = false));
  const ended = async (): Promise<void> => {
    stop.abort(new Error('told to stop'));
    await end;
  };
  return { output: () => written.join(''), running: () => running, stop: ended, kill: ended };
}

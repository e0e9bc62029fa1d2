/**
 * The operator in a hurry, as a process that can be killed. Everything it is given comes in one environment variable, so that no
 * token stands in its arguments; it logs to standard error and ends in good order on SIGTERM.
 */
import { httpProbe } from '../../../src/dataplane/probe.ts';
import { runOperator } from '../../../src/operator/main.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { httpTransport } from '../../../src/runtime/http-transport.ts';
import { must } from '../../../src/runtime/must.ts';
import { pinoLog } from '../../../src/runtime/pino-log.ts';
import { systemRandomness } from '../../../src/runtime/randomness.ts';
import { scaledClock } from '../../../src/simulator/scaled-clock.ts';
import { startOptionsVariable, type HurriedStart } from './operator-start.ts';

const start = JSON.parse(must(process.env[startOptionsVariable], 'it says what to run')) as HurriedStart;
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort(new Error('terminated')));

const clock = scaledClock(systemClock, start.hurry);
const toApiServer = httpTransport({
  baseUrl: start.url,
  clock: systemClock,
  tls: { ca: start.caPem },
  headers: () => Promise.resolve({ authorization: `Bearer ${start.token}` }),
  userAgent: start.identity,
});
await runOperator(
  {
    kube: toApiServer,
    clock,
    randomness: systemRandomness,
    log: pinoLog({ level: 'debug', now: () => clock.now(), destination: process.stderr }),
    ownNamespace: start.ownNamespace,
    identity: start.identity,
    governed: start.governed,
    mode: 'act',
    transportFor: ({ apiUrl }) => httpTransport({ baseUrl: apiUrl, clock: systemClock }),
    // It would give up its lease before a busy API server has answered.
    electLeader: false,
    // No name of a Service resolves here: whatever is asked, the stand-in plane answers.
    probe: httpProbe({
      clock: systemClock,
      transportFor: () => httpTransport({ baseUrl: start.planeUrl, clock: systemClock }),
    }),
  },
  stop.signal,
);
toApiServer.close();

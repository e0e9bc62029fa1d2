/**
 * The operator in a hurry, as a process that can be killed. Everything it is given comes in one environment variable, so that no
 * token stands in its arguments; it logs to standard error and ends in good order on SIGTERM.
 */
import { must } from '../../../src/runtime/must.ts';
import { runHurried } from './hurried-operator.ts';
import { startOptionsVariable, type HurriedStart } from './operator-start.ts';

const start = JSON.parse(must(process.env[startOptionsVariable], 'it says what to run')) as HurriedStart;
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort(new Error('terminated')));
await runHurried(start, (line) => void process.stderr.write(line), stop.signal);

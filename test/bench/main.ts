/**
 * Prints what the operator costs: `npm run bench -- [--output json] [--cluster] [--engine] [--only NAME,…]`. With
 * `--cluster` the creation of a thousand resources is measured on a real control plane, too; with `--engine` our commands
 * against those of Pulumi's engine alone. Exit code 1 where a target is missed.
 */
import { parseArgs } from 'node:util';
import { findBinaries } from '../support/control-plane/find-binaries.ts';
import { bundledOperator, type BundledOperator } from './bundled-operator.ts';
import type { Line } from './measure.ts';
import { measureColdStart } from './measures/cold-start.ts';
import { measureCounts } from './measures/counts.ts';
import { measureCreation } from './measures/creation.ts';
import { measureDecide } from './measures/decide.ts';
import { measureEngine } from './measures/engine.ts';
import { measureHelp } from './measures/help.ts';
import { measurePlan } from './measures/plan.ts';

const { values } = parseArgs({
  options: {
    output: { type: 'string', default: 'table' },
    cluster: { type: 'boolean', default: false },
    engine: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

const measures: Readonly<Record<string, (operator: BundledOperator) => Promise<readonly Line[]> | readonly Line[]>> = {
  counts: measureCounts,
  decide: measureDecide,
  help: measureHelp,
  plan: measurePlan,
  creation: (operator) => measureCreation(operator),
  ...(values.cluster ? { cluster: creationOnCluster } : {}),
  ...(values.engine ? { engine: measureEngine } : {}),
  'cold-start': measureColdStart,
};

const operator = await bundledOperator();
const lines: Line[] = [];
try {
  for (const name of values.only?.split(',') ?? Object.keys(measures)) {
    const measure = measures[name];
    if (measure === undefined) throw new Error(`--only knows ${Object.keys(measures).join(', ')}`);
    process.stderr.write(`measuring ${name} …\n`);
    lines.push(...(await measure(operator)));
  }
} finally {
  await operator.remove();
}
process.stdout.write(values.output === 'json' ? `${JSON.stringify(lines, undefined, 2)}\n` : table(lines));
process.exitCode = lines.some(({ reached }) => reached === false) ? 1 : 0;

async function creationOnCluster(bundled: BundledOperator): Promise<readonly Line[]> {
  const say = (text: string): void => void process.stderr.write(`control plane: ${text}\n`);
  const found = await findBinaries({ environment: process.env, progress: say });
  if (found.found) return measureCreation(bundled, found.binaries);
  say(found.reason);
  return [];
}

function table(rows: readonly Line[]): string {
  const what = Math.max(...rows.map((row) => row.what.length));
  const measured = Math.max(...rows.map((row) => row.measured.length));
  const judged = ({ target = '', reached }: Line): string =>
    reached === undefined ? '' : `  ${target}${reached ? '' : '  MISSED'}`;
  return rows.map((row) => `${row.what.padEnd(what)}  ${row.measured.padStart(measured)}${judged(row)}\n`).join('');
}

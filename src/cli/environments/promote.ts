import { withValues } from '../../api/documents/edit.ts';
import { fieldOf, sentenceOfProblem, type Path } from '../../api/documents/problem.ts';
import { isPlainObject, sameJson } from '../../runtime/canonical-json.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import { must } from '../../runtime/must.ts';
import { loadEnvironmentText } from '../../../stacks/environment/load.ts';
import { promotion, type Verdict } from '../../../stacks/environment/promotion.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { PromoteOptions } from '../commands/promote.ts';
import { openEnvironment } from '../environment.ts';
import type { Io } from '../io.ts';
import { table } from '../ui/table.ts';
import { shown } from './shown.ts';

/**
 * Carries what was tried out in one environment into the file of another one. All of it or nothing: the file is written
 * only if every field may go there and the result is valid.
 */
export async function promote({ from, to, dryRun, output }: PromoteOptions, io: Io): Promise<void> {
  const [source, target] = [await openEnvironment(from, io), await openEnvironment(to, io)];
  const verdicts = promotion(source.environment, target.environment);
  const outcome = (name: Verdict['outcome']): readonly Verdict[] => verdicts.filter((each) => each.outcome === name);
  const [carried, left, refused] = [outcome('carried'), outcome('left'), outcome('refused')];
  const file = must(target.files[0], 'an environment comes from a file');
  const written = refused.length === 0 && carried.length > 0 && !dryRun;
  if (refused.length === 0 && carried.length > 0) {
    const text = await promotedText(file, carried, io);
    if (!dryRun) await io.writeFile(file, text, { overwrite: true });
  }
  const result = { from, to, file, written, carried, left, refused };
  io.out(output === 'json' ? json(result) : asText(result, dryRun));
  io.exit(refused.length > 0 ? 3 : 0);
}

/** The target's text with the carried values, after it has been read back as a stranger would read it. */
async function promotedText(file: string, carried: readonly Verdict[], io: Io): Promise<string> {
  const text = withValues(
    await io.readFile(file),
    carried.map(({ path, from }) => ({ path, value: from })),
  );
  const { environment, problems } = await loadEnvironmentText(file, text, io);
  if (environment === undefined) {
    const sentences = problems.filter(({ severity }) => severity === 'error').map(sentenceOfProblem);
    throw new PlanewrightError('InvalidDocument', `nothing was written, because then ${sentences.join('\n')}`, {
      next: 'Promote again once the target can take it.',
    });
  }
  const missed = carried.filter(({ path, from }) => !sameJson(valueAt(environment, path), from));
  if (missed.length > 0) {
    const fields = missed.map(({ field }) => field).join(', ');
    throw new PlanewrightError(
      'InvalidDocument',
      `nothing was written: ${file} cannot be edited by a program at ${fields}`,
      { next: 'Write the value by hand; anchors, merges and aliases may be in the way.' },
    );
  }
  return text;
}

function valueAt(environment: Environment, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (isPlainObject(value) ? value[String(step)] : undefined), environment);
}

interface Result {
  readonly from: string;
  readonly to: string;
  readonly file: string;
  readonly written: boolean;
  readonly carried: readonly Verdict[];
  readonly left: readonly Verdict[];
  readonly refused: readonly Verdict[];
}

function json(result: Result): string {
  const plain = (verdicts: readonly Verdict[]) =>
    verdicts.map(({ path, from, to, why }) => ({ field: fieldOf(path), from: from ?? null, to: to ?? null, why }));
  const { carried, left, refused } = result;
  return `${JSON.stringify({ ...result, carried: plain(carried), left: plain(left), refused: plain(refused) }, null, 2)}\n`;
}

function asText({ from, to, file, written, carried, left, refused }: Result, dryRun: boolean): string {
  const blocks: string[] = [];
  if (carried.length > 0) {
    const rows = carried.map((verdict) => [
      `  ${verdict.field}`,
      shown(verdict.to),
      '→',
      shown(verdict.from),
      verdict.why,
    ]);
    blocks.push(`Carried from ${from} to ${to}:\n${table(['  FIELD', 'NOW', '', 'THEN', 'WHY'], rows)}`);
  }
  if (left.length > 0) {
    const groups = [...Map.groupBy(left, ({ why }) => why)];
    const lines = groups.map(([why, group]) => `  ${why}: ${group.map(({ field }) => field).join(', ')}\n`);
    blocks.push(`Left as it is in ${to}:\n${lines.join('')}`);
  }
  if (refused.length > 0) {
    const lines = refused.map(({ field, why }) => `  ${field} ${why}\n`);
    blocks.push(`Refused, and so nothing is written:\n${lines.join('')}`);
  }
  if (written) blocks.push(`${file} is written. Look at it with git diff, then: planewright plan ${to}\n`);
  else if (carried.length === 0 && refused.length === 0) blocks.push(`There is nothing to carry to ${to}.\n`);
  else if (dryRun) blocks.push('Nothing is written: --dry-run.\n');
  return blocks.join('\n');
}

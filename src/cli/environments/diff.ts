import { promotion, type Verdict } from '../../../stacks/environment/promotion.ts';
import { openEnvironment } from '../environment.ts';
import type { Io } from '../io.ts';
import { table } from '../ui/table.ts';
import { shown } from './shown.ts';

/** Prints how two environments differ, grouped, and what promotion would carry. Exit 2 if they differ. */
export async function diffEnvironments(from: string, to: string, output: 'text' | 'json', io: Io): Promise<void> {
  const [one, other] = [await openEnvironment(from, io), await openEnvironment(to, io)];
  const verdicts = promotion(one.environment, other.environment);
  io.out(output === 'json' ? json(from, to, verdicts) : text(from, to, verdicts));
  io.exit(verdicts.length === 0 ? 0 : 2);
}

function json(from: string, to: string, verdicts: readonly Verdict[]): string {
  const differences = verdicts.map(({ field, from: left, to: right, outcome, why }) => ({
    field,
    from: left ?? null,
    to: right ?? null,
    promoted: outcome === 'carried',
    why,
  }));
  return `${JSON.stringify({ from, to, differences }, null, 2)}\n`;
}

function text(from: string, to: string, verdicts: readonly Verdict[]): string {
  if (verdicts.length === 0) return `${from} and ${to} are alike.\n`;
  const groups = Map.groupBy(verdicts, ({ path }) => String(path[1] ?? path[0]));
  const rows = [...groups].flatMap(([, group]) =>
    group.map((verdict) => [
      marks[verdict.outcome],
      verdict.field,
      shown(verdict.from),
      shown(verdict.to),
      verdict.why,
    ]),
  );
  const count = verdicts.filter(({ outcome }) => outcome === 'carried').length;
  const counted = `${verdicts.length} ${verdicts.length === 1 ? 'difference' : 'differences'}; planewright promote would carry ${count} (→).`;
  return `${table(['', 'FIELD', from.toUpperCase(), to.toUpperCase(), 'WHY'], rows)}\n${counted}\n`;
}

const marks = { carried: '→', left: ' ', refused: '✗' } as const;

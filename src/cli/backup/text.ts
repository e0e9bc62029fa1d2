import { table } from '../ui/table.ts';
import type { BackupItem } from './item.ts';

/** The inventory as a table, and below it what is wrong, with the way out. */
export function inventoryAsText(environment: string, items: readonly BackupItem[]): string {
  const rows = items.map((item) => [
    item.kind,
    item.role,
    item.state,
    windowOf(item),
    item.copies.map(({ where, newest }) => (newest === undefined ? where : `${where} (${newest})`)).join(', ') || '-',
    item.name,
  ]);
  const found = items.flatMap(({ kind, role, problem, essential, state }) => {
    if (problem === undefined) return [];
    const noRestore = essential && state === 'missing' ? ' Without it there is no restore.' : '';
    return [{ line: `${kind} ${role}: ${problem.reason}.${noRestore}`, next: problem.next }];
  });
  // What many need the same way out of is told together, and the way out once.
  const notes = [...Map.groupBy(found, ({ next }) => next)].map(
    ([next, lines]) => `${lines.map(({ line }) => line).join('\n')}\n  ${next}`,
  );
  const head = table(['KIND', 'ROLE', 'STATE', 'CAN BE HAD BACK', 'COPIES', 'NAME'], rows);
  return `${environment}\n\n${head}${notes.length === 0 ? '' : `\n${notes.join('\n')}\n`}`;
}

function windowOf({ kind, newest, oldest, state }: BackupItem): string {
  if (state === 'passing') return 'nothing is meant to last';
  if (newest === undefined) return '-';
  if (oldest !== undefined) return `${oldest} to ${newest}`;
  return kind === 'bucket' ? `any version, to ${newest}` : newest;
}

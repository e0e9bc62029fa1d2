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
  const notes = items.flatMap(({ kind, role, problem, essential, state }) =>
    problem === undefined
      ? []
      : [
          `${kind} ${role}: ${problem.reason}.${essential && state === 'missing' ? ' Without it there is no restore.' : ''}\n  ${problem.next}`,
        ],
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

import type { Grant, Principal } from '../../../stacks/permissions/grant.ts';
import type { Rights } from '../../../stacks/permissions/principals-of-environment.ts';
import type { Io } from '../io.ts';
import type { Since } from './releases.ts';

/** The tables for a person: who, what, on what, why; and what changed. Lines are broken at the width of the terminal. */
export function permissionsText({ principals, limits, since }: Rights & { readonly since: Since }, io: Io): string {
  const width = Math.max(40, Math.min(io.columns, 120));
  const blocks = [...principals, ...limits].map((principal) => blockOf(principal, width));
  return `${[...blocks, sinceText(since, width)].join('\n\n')}\n`;
}

function blockOf(
  { principal, description, trusts, grants, managed = [], denies = [] }: Principal,
  width: number,
): string {
  const lines = [principal, ...wrapped(description, 2, width)];
  if (trusts.length > 0) lines.push(...wrapped(`Acted as by ${trusts.join('; ')}.`, 2, width));
  if (grants.length + managed.length === 0) lines.push('  May do nothing by itself.');
  if (grants.length > 0) lines.push('', '  May:', ...grants.flatMap((grant) => grantLines(grant, width)));
  for (const { name, neededBy, why } of managed) {
    lines.push(`  + ${name}, a policy of the cloud (${neededBy})`, ...wrapped(why, 6, width));
  }
  if (denies.length > 0) lines.push('', '  May never:', ...denies.flatMap((grant) => grantLines(grant, width)));
  return lines.join('\n');
}

function grantLines({ id, allows, on, exceptOn, onlyIf, expression, neededBy, why, everywhere }: Grant, width: number) {
  const where = exceptOn === undefined ? on.join(', ') : `everything but ${exceptOn.join(', ')}`;
  const conditions = Object.entries(onlyIf ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => `${key} ${operator} ${[value].flat().join(', ')}`),
  );
  return [
    `  - ${id} (${neededBy})`,
    ...wrapped(why, 6, width),
    ...wrapped(allows.join(', '), 8, width),
    ...wrapped(`on ${where}`, 8, width),
    ...conditions.flatMap((condition) => wrapped(`if ${condition}`, 8, width)),
    ...(expression === undefined ? [] : wrapped(`if ${expression}`, 8, width)),
    ...(everywhere === undefined ? [] : wrapped(`Everywhere: ${everywhere}`, 8, width)),
  ];
}

function sinceText(since: Since, width: number): string {
  if (since.release === undefined) return since.note;
  if (since.changes.length === 0) return `Nothing changed since ${since.release}.`;
  const lines = since.changes.flatMap(({ principal, change, what }) =>
    wrapped(`${change === 'added' ? '+' : '-'} ${principal} ${what}`, 2, width),
  );
  return [`Since ${since.release}:`, ...lines].join('\n');
}

/** Words in lines no longer than the width, each indented; a word that is longer stands alone. */
function wrapped(text: string, indent: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each) => `${' '.repeat(indent)}${each}`);
}

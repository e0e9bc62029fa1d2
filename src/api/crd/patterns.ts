/** What RE2 lacks, and what the two engines read differently. Escaped backslashes are taken out before. */
const differences: readonly (readonly [RegExp, string])[] = [
  [/\(\?[=!]|\(\?<[=!]/, 'look-around'],
  [/\\[1-9]|\\k</, 'a back-reference'],
  [/\\u|\\c/, 'an escape that RE2 lacks'],
  [/\[\^?\]/, 'an empty character class'],
  [/\\[sSbBwW]/, 'a class that means more to JavaScript than to RE2; spell it out'],
  [/\(\?[a-z]*:?\)?i/, 'a flag'],
];

/**
 * Why a pattern cannot stand in a CRD, or undefined if it can: RE2 (the API server) and JavaScript (zod, the simulator)
 * must read it alike.
 */
export function patternProblem(source: string, flags = ''): string | undefined {
  if (flags !== '') return `has the flags ${flags}, which the API server does not see`;
  const plain = source.replaceAll('\\\\', '');
  for (const [difference, name] of differences) {
    if (difference.test(plain)) return `has ${name}`;
  }
  if (hasBareDot(plain)) return 'has a dot, which matches other line breaks in JavaScript; use a class';
  for (const [, least, most] of plain.matchAll(/\{([0-9]+)(?:,([0-9]*))?\}/g)) {
    if (Math.max(Number(least), Number(most ?? 0)) > 1000) return 'repeats more than 1000 times';
  }
  if (!source.startsWith('^') || !source.endsWith('$')) return 'is not anchored at both ends';
  try {
    new RegExp(source);
  } catch {
    return 'does not compile';
  }
  return undefined;
}

function hasBareDot(source: string): boolean {
  return source
    .replaceAll(/\\./g, '')
    .replaceAll(/\[[^\]]*\]/g, '')
    .includes('.');
}

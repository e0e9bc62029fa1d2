/**
 * Combinations such that every two values of two dimensions meet at least once: few, and most mistakes show with two.
 * Greedy, and the same every time.
 */
export function pairwise<Dimensions extends Readonly<Record<string, readonly string[]>>>(
  dimensions: Dimensions,
): readonly { readonly [Name in keyof Dimensions]: Dimensions[Name][number] }[] {
  const names = Object.keys(dimensions);
  const all = names.reduce<Record<string, string>[]>(
    (rows, name) => rows.flatMap((row) => (dimensions[name] ?? []).map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
  const pairsOf = (row: Readonly<Record<string, string>>): readonly string[] =>
    names.flatMap((a, index) => names.slice(index + 1).map((b) => `${a}=${row[a] ?? ''} ${b}=${row[b] ?? ''}`));
  const open = new Set(all.flatMap(pairsOf));
  const chosen: Record<string, string>[] = [];
  while (open.size > 0) {
    const gain = (row: Readonly<Record<string, string>>): number =>
      pairsOf(row).filter((pair) => open.has(pair)).length;
    const best = all.reduce((one, other) => (gain(other) > gain(one) ? other : one));
    for (const pair of pairsOf(best)) open.delete(pair);
    chosen.push(best);
  }
  return chosen as never;
}

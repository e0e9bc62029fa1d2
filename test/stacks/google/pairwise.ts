/**
 * A few combinations in which every pair of values of two factors occurs: what goes wrong mostly goes wrong by one value
 * or by two together. Greedy and deterministic.
 */
export function pairwise<Factors extends Readonly<Record<string, readonly unknown[]>>>(
  factors: Factors,
): readonly { readonly [Name in keyof Factors]: Factors[Name][number] }[] {
  type Choice = { readonly [Name in keyof Factors]: Factors[Name][number] };
  const names = Object.keys(factors);
  const all = names.reduce<readonly Readonly<Record<string, unknown>>[]>(
    (choices, name) =>
      choices.flatMap((choice) => (factors[name] ?? []).map((value) => ({ ...choice, [name]: value }))),
    [{}],
  );
  const pairsOf = (choice: Readonly<Record<string, unknown>>): readonly string[] =>
    names.flatMap((one, index) =>
      names.slice(index + 1).map((other) => JSON.stringify([one, choice[one], other, choice[other]])),
    );
  const missing = new Set(all.flatMap(pairsOf));
  const chosen: Readonly<Record<string, unknown>>[] = [];
  while (missing.size > 0) {
    const gain = (choice: Readonly<Record<string, unknown>>) =>
      pairsOf(choice).filter((pair) => missing.has(pair)).length;
    const best = all.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    pairsOf(best).forEach((pair) => missing.delete(pair));
    chosen.push(best);
  }
  return chosen as readonly Choice[];
}

import { listAt, valueAt } from '../../inputs.ts';
import type { PlannedResource } from '../../planned.ts';

/**
 * An input by path, and how it is said: a text with `{}` in the place of the value, or what a value means; `there`
 * stands for any that is given.
 */
export type Fact = readonly [path: string, says: string | Readonly<Record<string, string>>];

export type Facts = Readonly<Record<string, readonly Fact[]>>;

/** What the table says of a resource, in its order; what the inputs do not say is left out. */
export function saidOf(facts: readonly Fact[], { inputs }: PlannedResource): readonly string[] {
  return facts.flatMap(([path, says]): string[] => {
    if (path.endsWith('.#')) {
      const count = listAt(inputs, path.slice(0, -2)).length;
      return count === 0 || typeof says !== 'string' ? [] : [says.replace('{}', String(count))];
    }
    const value = valueAt(inputs, path);
    if (value === undefined || value === null || value === '') return [];
    if (typeof says === 'object') {
      const said = (typeof value === 'object' ? undefined : says[String(value)]) ?? says['there'];
      return said === undefined ? [] : [said];
    }
    return typeof value === 'object' ? [] : [says.replace('{}', String(value))];
  });
}

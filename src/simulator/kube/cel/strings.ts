import type { Environment } from '@marcbachmann/cel-js';

/** String functions of Kubernetes' CEL that the library lacks: `find`, `findAll`, `replace`, `charAt`, `format`, `quote`. */
export function registerStrings(env: Environment): void {
  env.registerFunction(
    'string.find(string): string',
    (text: string, pattern: string) => new RegExp(pattern).exec(text)?.[0] ?? '',
  );
  env.registerFunction('string.findAll(string): list<string>', (text: string, pattern: string) =>
    Array.from(text.matchAll(new RegExp(pattern, 'g')), (match) => match[0]),
  );
  env.registerFunction('string.findAll(string, int): list<string>', (text: string, pattern: string, most: bigint) =>
    Array.from(text.matchAll(new RegExp(pattern, 'g')), (match) => match[0]).slice(
      0,
      most < 0n ? undefined : Number(most),
    ),
  );
  env.registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) =>
    text.replaceAll(from, () => to),
  );
  env.registerFunction(
    'string.replace(string, string, int): string',
    (text: string, from: string, to: string, most: bigint) => replaceFirst(text, from, to, Number(most)),
  );
  env.registerFunction(
    'string.charAt(int): string',
    (text: string, index: bigint) => Array.from(text)[Number(index)] ?? '',
  );
  env.registerFunction('string.format(list<dyn>): string', (pattern: string, values: unknown[]) =>
    format(pattern, values),
  );
}

function replaceFirst(text: string, from: string, to: string, most: number): string {
  if (most < 0) return text.replaceAll(from, () => to);
  const parts = text.split(from);
  const head = parts.slice(0, most + 1).join(to);
  const rest = parts.slice(most + 1);
  return rest.length === 0 ? head : [head, ...rest].join(from);
}

/** `%s %d %f %e %x %o %b %%`, with a precision for `%f` and `%e`. Throws on a verb that CEL does not have. */
function format(pattern: string, values: readonly unknown[]): string {
  let next = 0;
  return pattern.replace(/%(?:\.(\d+))?([a-zA-Z%])/g, (_all, precision: string | undefined, verb: string) => {
    if (verb === '%') return '%';
    const value = values[next];
    if (next >= values.length) throw new Error(`index ${next} out of range`);
    next += 1;
    switch (verb) {
      case 's':
        return shown(value);
      case 'd':
        return String(typeof value === 'bigint' ? value : Number(value));
      case 'f':
        return Number(value).toFixed(Number(precision ?? 6));
      case 'e':
        return Number(value).toExponential(Number(precision ?? 6));
      case 'x':
        return typeof value === 'string' ? Buffer.from(value).toString('hex') : BigInt(String(value)).toString(16);
      case 'o':
        return BigInt(String(value)).toString(8);
      case 'b':
        return typeof value === 'boolean' ? String(Number(value)) : BigInt(String(value)).toString(2);
      default:
        throw new Error(`unrecognized formatting clause "${verb}"`);
    }
  });
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map)
    return `{${Array.from(value, ([key, inner]) => `${shown(key)}: ${shown(inner)}`).join(', ')}}`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${key}: ${shown(inner)}`)
      .join(', ')}}`;
  }
  return String(value);
}

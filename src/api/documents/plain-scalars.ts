/** How kubectl reads a plain (unquoted) scalar, and how YAML 1.2 and a person might expect it to be read. */
export interface PlainScalar {
  readonly value: string | number | boolean | null;
  /** Set where YAML 1.2 reads something else: what kubectl makes of it. */
  readonly surprise?: string;
}

const words: ReadonlyMap<string, boolean | null> = new Map([
  ...everyCase(['y', 'yes', 'true', 'on'], true),
  ...everyCase(['n', 'no', 'false', 'off'], false),
  ...everyCase(['', '~', 'null'], null),
]);

const notJson = /^[-+]?\.inf$|^\.nan$/i;
const based = /^([-+]?)0([xXoObB]?)([0-9a-fA-F]+)$/;
const decimal = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const wellKnown = /^(true|false|null|~|)$/i;
const plainNumber = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$/;

/**
 * The value of a plain scalar by the rules of the YAML library in kubectl (go-yaml v2): YAML 1.1 without base 60, dates
 * stay text.
 */
export function readPlainScalar(source: string): PlainScalar {
  const word = words.get(source);
  if (word !== undefined) return surprising(source, word, wellKnown.test(source));
  if (!/^[-+.0-9]/.test(source) || notJson.test(source)) return { value: source };
  const number = readNumber(source.replaceAll('_', ''));
  return number === undefined ? { value: source } : surprising(source, number, plainNumber.test(source));
}

/** Whether a plain scalar is an infinity or no number at all; JSON, and so Kubernetes, has neither. */
export function isBeyondJson(source: string): boolean {
  return notJson.test(source);
}

function readNumber(source: string): number | undefined {
  const [, sign = '', base = '', digits = ''] = based.exec(source) ?? [];
  if (digits !== '') {
    const radix = { x: 16, o: 8, b: 2 }[base.toLowerCase()] ?? 8;
    const valid = { 2: /^[01]+$/, 8: /^[0-7]+$/, 16: /^[0-9a-fA-F]+$/ }[radix] ?? /^$/;
    if (valid.test(digits)) return Number.parseInt(digits, radix) * (sign === '-' ? -1 : 1);
  }
  return decimal.test(source) ? Number(source) : undefined;
}

function surprising(source: string, value: PlainScalar['value'], expected: boolean): PlainScalar {
  return expected ? { value } : { value, surprise: `kubectl reads an unquoted ${source} as ${String(value)}` };
}

/** The spellings that count: lower case, capitalised, upper case. */
function everyCase<T>(spellings: readonly string[], value: T): [string, T][] {
  return spellings.flatMap((word): [string, T][] => [
    [word, value],
    [word.charAt(0).toUpperCase() + word.slice(1), value],
    [word.toUpperCase(), value],
  ]);
}

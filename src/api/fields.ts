import * as z from 'zod';
import { celString, patternSource } from './cel-text.ts';
import { ruled } from './rules.ts';

/**
 * The building blocks of every schema. Each carries the bounds that the API server needs to estimate the cost of CEL
 * rules, so that a kind cannot forget them.
 */

interface TextBounds {
  /** Longest, in characters. */
  readonly max?: number;
  /** Shortest, in characters; 1 unless told, because an empty string is rarely meant. */
  readonly min?: number;
}

/** A pattern, anchored and without flags, within what RE2 and JavaScript read alike; and the same in words. */
interface Form {
  readonly pattern: RegExp;
  /** Follows "must be": "lower-case letters, digits and dashes". */
  readonly form: string;
}

export function text({ max = 1024, min = 1, ...form }: TextBounds & (Form | { pattern?: never }) = {}) {
  const schema = z.string().min(min).max(max);
  return form.pattern === undefined ? schema : schema.regex(form.pattern, `must be ${form.form}`);
}

/** A string that must match a pattern, with a sentence in place of the pattern in the error. */
export function textLike(pattern: RegExp, message: string, bounds: TextBounds = {}) {
  return ruled(text(bounds), {
    rule: `self.matches(${celString(patternSource(pattern))})`,
    message,
    holds: (self) => pattern.test(self),
  });
}

export function integer(min: number, max: number) {
  return z.int().min(min).max(max);
}

interface ListBounds {
  readonly max: number;
  readonly min?: number;
}

/** A list that belongs to one writer as a whole. */
export function list<S extends z.ZodType>(item: S, bounds: ListBounds) {
  return bounded(item, bounds).meta({ 'x-kubernetes-list-type': 'atomic' });
}

/** A list of scalars without repetition; several writers may add to it. */
export function set<S extends z.ZodType<string | number>>(item: S, bounds: ListBounds) {
  return bounded(item, bounds)
    .superRefine((values, context) => {
      repeated(
        values,
        (value) => value,
        (index) => context.addIssue({ code: 'custom', message: 'is there twice', path: [index] }),
      );
    })
    .meta({ 'x-kubernetes-list-type': 'set' });
}

/** A list of objects told apart by `key`; several writers may own one entry each. */
export function listMap<S extends z.ZodType<object>>(item: S, key: keyof z.output<S> & string, bounds: ListBounds) {
  return bounded(item, bounds)
    .superRefine((values, context) => {
      const keyOf = (value: object): unknown => (value as Readonly<Record<string, unknown>>)[key];
      repeated(values, keyOf, (index) =>
        context.addIssue({ code: 'custom', message: `another entry has the same ${key}`, path: [index] }),
      );
    })
    .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': [key] });
}

/** Strings to values, at most `max` of them. */
export function map<S extends z.ZodType>(value: S, max: number) {
  return z
    .record(z.string(), value)
    .superRefine((entries, context) => {
      if (Object.keys(entries).length > max) {
        context.addIssue({ code: 'too_big', origin: 'map', maximum: max, inclusive: true, input: entries });
      }
    })
    .meta({ maxProperties: max });
}

/**
 * Time span as Go writes it: `90s`, `10m`, `1h30m`.
 * @param from Shortest, in the same notation.
 * @param to Longest.
 */
export function duration(from: string, to: string) {
  const [least, most] = [durationMs(from), durationMs(to)];
  return ruled(
    text({
      max: 16,
      pattern: /^([0-9]{1,5}h)?([0-9]{1,5}m)?([0-9]{1,6}s)?$/,
      form: 'a time span such as 90s, 10m or 1h30m',
    }),
    {
      rule: `duration(self) >= duration('${from}') && duration(self) <= duration('${to}')`,
      message: `must be between ${from} and ${to}`,
      holds: (self) => durationMs(self) >= least && durationMs(self) <= most,
    },
  );
}

/** Milliseconds of a duration such as `1h30m`. The text must be one that {@link duration} accepts. */
export function durationMs(value: string): number {
  const unit = { h: 3_600_000, m: 60_000, s: 1_000 } as const;
  let total = 0;
  for (const [, amount, letter] of value.matchAll(/([0-9]+)([hms])/g)) {
    total += Number(amount) * unit[letter as keyof typeof unit];
  }
  return total;
}

/** Kubernetes quantity: a number, or a string such as `500m` or `4Gi`. */
export function quantity() {
  const pattern = /^[0-9]+([.][0-9]+)?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$/;
  return ruled(z.union([z.int().min(0), z.string().min(1).max(32)]), {
    rule: `type(self) == string ? self.matches(${celString(patternSource(pattern))}) : self >= 0`,
    message: 'must be a quantity such as 2, 500m or 4Gi',
    holds: (self) => typeof self === 'number' || pattern.test(self),
  });
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function uuid() {
  return textLike(uuidPattern, 'must be a lower-case UUID', { max: 36 });
}

/** Point in time, RFC 3339. */
export function timestamp() {
  return z.iso.datetime({ offset: true }).max(64);
}

/** `https://` URL without credentials, query or fragment; `http://` only to this machine, for tests and tunnels. */
export function httpsUrl() {
  return textLike(
    /^(https:\/\/[^\/?#@ \t\r\n]+|http:\/\/(localhost|127[.]0[.]0[.]1|\[::1\])(:[0-9]{1,5})?)(\/[^?# \t\r\n]*)?$/,
    'must be an https:// URL without credentials, query or fragment (http:// only for localhost)',
    { max: 2048 },
  );
}

/** One line without surrounding blanks, as the vendor's names are. */
export function displayName(max = 255) {
  return textLike(/^[^ \t\r\n]([^\r\n]*[^ \t\r\n])?$/, 'must be one line without surrounding blanks', { max });
}

function bounded<S extends z.ZodType>(item: S, { min, max }: ListBounds) {
  const schema = z.array(item).max(max);
  return min === undefined ? schema : schema.min(min);
}

function repeated<T>(values: readonly T[], keyOf: (value: T) => unknown, report: (index: number) => void): void {
  const seen = new Set<unknown>();
  values.forEach((value, index) => {
    const key = keyOf(value);
    if (seen.has(key)) report(index);
    seen.add(key);
  });
}

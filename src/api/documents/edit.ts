import { isMap, parseDocument, stringify, type Document, type YAMLMap } from 'yaml';
import { isPlainObject } from '../../runtime/canonical-json.ts';
import { readPlainScalar } from './plain-scalars.ts';
import type { Path } from './problem.ts';

/**
 * A YAML text with other values at some paths. Nothing else moves: a value that stands there is replaced where it is, a
 * new key is written at the end of its mapping; comments, order, quotes and layout stay. Read the result back: aliases
 * and merged mappings may have been in the way.
 */
export function withValues(text: string, values: readonly { readonly path: Path; readonly value: unknown }[]): string {
  return values.reduce((edited, { path, value }) => withValue(edited, path, value), text);
}

function withValue(text: string, path: Path, value: unknown): string {
  const document = parseDocument(text);
  const node = nodeAt(document, path);
  if (node?.range) {
    const [start, end] = node.range;
    const whole = text.slice(start, end);
    const kept = whole.length - whole.trimEnd().length;
    return text.slice(0, start) + onOneLine(value, quoteOf(whole)) + text.slice(end - kept);
  }
  return withNewKey(text, document, path, value);
}

interface Placed {
  readonly range?: readonly [number, number, number] | null;
}

function nodeAt(document: Document, path: Path): Placed | undefined {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  return typeof node === 'object' && node !== null ? node : undefined;
}

/** Writes the key at the end of the deepest mapping that is there, with those between in it. */
function withNewKey(text: string, document: Document, path: Path, value: unknown): string {
  for (let depth = path.length - 1; depth >= 0; depth -= 1) {
    const parent = nodeAt(document, path.slice(0, depth));
    if (!isMap(parent) || !parent.range) continue;
    const nested = path.slice(depth).reduceRight<unknown>((inner, step) => ({ [String(step)]: inner }), value);
    return parent.flow === true
      ? intoFlow(text, parent, onOneLine(nested, '').slice(1, -1).trim())
      : intoBlock(text, parent, stringify(nested, written).trimEnd());
  }
  return text;
}

/** Quotes what YAML 1.1 reads as something else; collections of scalars stay on their line. */
const written = { version: '1.1', lineWidth: 0, collectionStyle: 'any' } as const;

function intoFlow(text: string, { range, items }: YAMLMap, pair: string): string {
  const brace = (range?.[1] ?? 0) - 1;
  const before = text.slice(0, brace).trimEnd();
  const comma = items.length === 0 || before.endsWith(',') ? ' ' : ', ';
  return `${before}${comma}${pair} ${text.slice(brace)}`;
}

function intoBlock(text: string, { range }: YAMLMap, pairs: string): string {
  const [start, end] = range ?? [0, 0];
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  const last = text.slice(0, end).trimEnd().length;
  const lineEnd = text.indexOf('\n', last);
  const at = lineEnd === -1 ? text.length : lineEnd;
  const lines = pairs.split('\n').map((line) => `\n${' '.repeat(indent)}${line}`);
  return text.slice(0, at) + lines.join('') + text.slice(at);
}

function quoteOf(source: string): string {
  return source.startsWith('"') || source.startsWith("'") ? source.charAt(0) : '';
}

/** A value on one line. */
export function onOneLine(value: unknown, quote = ''): string {
  if (Array.isArray(value)) return `[${value.map((item) => onOneLine(item, '')).join(', ')}]`;
  if (isPlainObject(value)) {
    const pairs = Object.entries(value).map(([key, inner]) => `${onOneLine(key, '')}: ${onOneLine(inner, '')}`);
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
  }
  if (typeof value !== 'string') return String(value);
  const plain = /^[A-Za-z0-9][-A-Za-z0-9._/]*$/.test(value) && readPlainScalar(value).value === value;
  if (plain && quote === '') return value;
  return quote === '"' ? JSON.stringify(value) : `'${value.replaceAll("'", "''")}'`;
}

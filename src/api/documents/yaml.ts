import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  visit,
  type Document,
  type Node,
  type Pair,
  type Scalar,
} from 'yaml';
import { isBeyondJson, readPlainScalar } from './plain-scalars.ts';
import type { Path, Problem } from './problem.ts';

/** Longest text that is read, in characters. Far more than a person writes, and still parsed in seconds. */
export const maximalLength = 4 * 1024 * 1024;

/** Times that one document may repeat an anchor, counted through aliases of aliases; stops "a billion laughs". */
const maximalAliases = 1000;

/** One YAML document as a plain value, with the way back from a path to its place in the text. */
export interface YamlDocument {
  readonly value: unknown;
  /** Place of the deepest part of the path that is there: the key if `what` says so, else the value. */
  readonly locate: (path: Path, what: 'key' | 'value') => Place;
  /** What kubectl makes of the plain scalar at this path, where that is not what it looks like. */
  readonly surpriseAt: (path: Path) => string | undefined;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

type Complaint = Omit<Problem, 'file'>;

/** The documents of a YAML (or JSON) text, empty ones left out, and what is wrong with the text itself. */
export function readYaml(text: string): { documents: readonly YamlDocument[]; complaints: readonly Complaint[] } {
  if (text.length > maximalLength) {
    const reason = `the text is longer than ${maximalLength / 1024 / 1024} MiB`;
    return { documents: [], complaints: [complaintAt({ line: 1, column: 1 }, reason, 'split it into several files')] };
  }
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const parsed = parseAllDocuments(text.replace(/^\uFEFF/, ''), {
    // Plain scalars stay text here and are read by kubectl's rules below; the schemas of the library differ from them.
    schema: 'failsafe',
    merge: true,
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
  });
  const documents: YamlDocument[] = [];
  const complaints: Complaint[] = [];
  for (const document of 'empty' in parsed ? [] : parsed) {
    const [first] = [...document.errors, ...document.warnings];
    if (document.directives.yaml.explicit) {
      complaints.push(complaintAt(place(0), 'the %YAML directive is not supported', 'remove it'));
    } else if (first !== undefined) {
      // One mistake upsets everything after it: only the first complaint is worth reading.
      complaints.push(complaintAt(place(first.pos[0]), sentenceOf(first), wayOutOf(first.code)));
    } else {
      const found = readScalars(document, place);
      complaints.push(...found);
      if (found.some(({ severity }) => severity === 'error')) continue;
      try {
        const value: unknown = document.toJS({ maxAliasCount: maximalAliases });
        if (value !== null) documents.push(yamlDocument(document, value, place));
      } catch {
        complaints.push(complaintAt(place(document.range[0]), 'aliases repeat too much', 'write the values out'));
      }
    }
  }
  return { documents, complaints };
}

function readScalars(document: Document.Parsed, place: (offset: number) => Place): readonly Complaint[] {
  const complaints: Complaint[] = [];
  visit(document, {
    Pair: (_key, { key }) => {
      if (isCollection(key) || isAlias(key)) {
        complaints.push(complaintAt(place(key.range?.[0] ?? 0), 'a key that is no text', 'write the key out'));
      } else if (isScalar(key) && isPlain(key)) {
        const { value } = readPlainScalar(sourceOf(key));
        if (typeof value === 'string') return;
        const next = `put it in quotes if that is not meant`;
        complaints.push({
          ...complaintAt(
            place(key.range?.[0] ?? 0),
            `kubectl reads the unquoted key ${sourceOf(key)} as ${String(value)}`,
            next,
          ),
          severity: value === null ? 'error' : 'warning',
        });
        key.value = String(value);
      }
    },
    Alias: (_key, node, ancestors) => {
      const target = node.resolve(document);
      if (target !== undefined && !ancestors.includes(target)) return;
      const reason = target === undefined ? `there is no anchor &${node.source}` : `*${node.source} contains itself`;
      complaints.push(complaintAt(place(node.range?.[0] ?? 0), reason, 'write the value out'));
    },
    Scalar: (key, node) => {
      if (key === 'key' || !isPlain(node)) return;
      const source = sourceOf(node);
      if (isBeyondJson(source))
        complaints.push(complaintAt(place(node.range?.[0] ?? 0), `${source} is no number of JSON`));
      node.value = readPlainScalar(source).value;
    },
  });
  return complaints;
}

function yamlDocument(document: Document.Parsed, value: unknown, place: (offset: number) => Place): YamlDocument {
  return {
    value,
    locate: (path, what) => {
      const found = walk(document, path);
      const node = what === 'key' || !found.whole ? (found.key ?? found.node) : found.node;
      return place(node?.range?.[0] ?? 0);
    },
    surpriseAt: (path) => {
      const { node, whole } = walk(document, path);
      return whole && isScalar(node) && isPlain(node) ? readPlainScalar(sourceOf(node)).surprise : undefined;
    },
  };
}

interface Found {
  readonly node: Node | null;
  /** Key under which the node stands. */
  readonly key: Node | null;
  /** Whether the path leads there to its end. */
  readonly whole: boolean;
}

function walk(document: Document.Parsed, path: Path): Found {
  let found: Found = { node: document.contents, key: null, whole: true };
  for (const step of path) {
    const parent = resolved(found.node, document);
    if (isSeq(parent) && typeof step === 'number') {
      const item = parent.items[step] as Node | undefined;
      if (item === undefined) return { ...found, whole: false };
      found = { node: item, key: null, whole: true };
    } else {
      const pair = isMap(parent) ? pairOf(parent.items, String(step), document) : undefined;
      if (pair === undefined) return { ...found, whole: false };
      found = { node: pair.value as Node | null, key: pair.key as Node, whole: true };
    }
  }
  return found;
}

/** The pair of that key, looked for in merged maps too. */
function pairOf(pairs: readonly Pair[], key: string, document: Document.Parsed): Pair | undefined {
  const own = pairs.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
  if (own !== undefined) return own;
  for (const pair of pairs) {
    if (!isScalar(pair.key) || sourceOf(pair.key) !== '<<') continue;
    const merged = resolved(pair.value as Node | null, document);
    for (const source of isSeq(merged) ? merged.items : [merged]) {
      const map = resolved(source as Node | null, document);
      const found = isMap(map) ? pairOf(map.items, key, document) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function resolved(node: Node | null, document: Document.Parsed): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? null) : node;
}

function isPlain(node: Scalar): boolean {
  return node.type === 'PLAIN' && node.tag === undefined;
}

function sourceOf(node: Scalar): string {
  return node.source ?? '';
}

function complaintAt({ line, column }: Place, reason: string, next?: string): Complaint {
  return { severity: 'error', line, column, field: '', reason, ...(next !== undefined && { next }) };
}

function sentenceOf({ code, message }: { readonly code: string; readonly message: string }): string {
  if (code === 'DUPLICATE_KEY') return 'the same key is there twice';
  if (code === 'TAB_AS_INDENT') return 'a tab indents the line';
  if (code === 'TAG_RESOLVE_FAILED') return `${message.replace('Unresolved tag: ', 'the tag ')} is not known`;
  if (code === 'RESOURCE_EXHAUSTION') return 'the text is nested too deeply';
  return `not valid YAML: ${message}`;
}

function wayOutOf(code: string): string | undefined {
  if (code === 'DUPLICATE_KEY') return 'keep one of the two';
  if (code === 'TAB_AS_INDENT') return 'YAML is indented with blanks';
  if (code === 'TAG_RESOLVE_FAILED') return 'remove it';
  return undefined;
}

import type { KindName } from '../../../src/api/index.ts';
import type { KnownDifferenceId } from '../../../src/api/known-differences.ts';
import { bases } from './bases.ts';

/** What is done to a base document. Keys are paths with slashes: `spec/connection/apiUrl`, `spec/tags/0/name`. */
export interface Edit {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly remove?: readonly string[];
}

/** A document to create. Accepted, unless `refused` names the field that the error must point at. */
export interface Creation extends Edit {
  readonly name: string;
  readonly kind: KindName;
  readonly refused?: string;
  /** The document is one on which zod and the server are known to disagree; `refused` is then zod's verdict. */
  readonly differs?: KnownDifferenceId;
}

/** An object that is stored, and what is then applied over it. Only the server judges these. */
export interface Update {
  readonly name: string;
  readonly kind: KindName;
  readonly stored: Edit;
  readonly applied: Edit;
  readonly refused?: string;
}

/** The document that a creation describes. */
export function documentOf(kind: KindName, ...edits: readonly Edit[]): Record<string, unknown> {
  const document: Record<string, unknown> = structuredClone(bases[kind]);
  for (const { set = {}, remove = [] } of edits) {
    for (const [path, value] of Object.entries(set))
      change(document, path, (parent, key) => define(parent, key, value));
    for (const path of remove) change(document, path, (parent, key) => Reflect.deleteProperty(parent, key));
  }
  return document;
}

function change(document: object, path: string, how: (parent: object, key: string) => void): void {
  const steps = path.split('/');
  const last = steps.pop() ?? '';
  let parent = document as Record<string, object>;
  for (const step of steps) parent = (parent[step] ??= {}) as Record<string, object>;
  how(parent, last);
}

function define(parent: object, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

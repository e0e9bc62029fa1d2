import type { Finding } from '../pending.ts';
import type { StateResource } from '../state.ts';
import { differingPaths } from '../differing-paths.ts';

/** What the provider said when it was to read one id. */
export type Read =
  | { readonly kind: 'there'; readonly id: string; readonly outputs: Readonly<Record<string, unknown>> }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: string };

/** One object found by a list, of which it is not sure yet whether it is the one. */
export interface Candidate {
  readonly id: string;
  readonly read: Read;
}

/**
 * Decides whether one of the candidates is what a run was making. A list may name objects that are gone (an index of tags
 * does for a while, and a key that waits for its deletion counts as gone for the provider), and others that are much
 * alike: only what can be read and has the same inputs counts. Two of them are never guessed between.
 * @param same Inputs that tell it from others.
 */
export function verdictOf(resource: StateResource, same: readonly string[], candidates: readonly Candidate[]): Finding {
  const alike = candidates.filter(({ read }) => read.kind === 'there' && isSame(resource, same, read.outputs));
  const [one, ...more] = alike;
  if (more.length > 0) {
    return { kind: 'unknown', reason: `there are several of it: ${alike.map(({ id }) => id).join(', ')}` };
  }
  const unread = candidates.find(({ read }) => read.kind === 'failed');
  if (unread?.read.kind === 'failed') {
    return { kind: 'unknown', reason: `${unread.id} could not be read: ${unread.read.reason}` };
  }
  if (one?.read.kind !== 'there') return { kind: 'absent' };
  return { kind: 'present', id: one.read.id, ...(one.id !== one.read.id && { readBy: one.id }) };
}

/** Inputs that were not given are the cloud's to choose, and inputs that are secrets cannot be compared. */
function isSame(
  { inputs = {} }: StateResource,
  same: readonly string[],
  outputs: Readonly<Record<string, unknown>>,
): boolean {
  return same.every((key) => inputs[key] === undefined || differingPaths(inputs[key], outputs[key]).length === 0);
}

import type { Plan } from '../planned.ts';
import type { Failure } from './failure.ts';

/** What the planning process says at its end, as one line of JSON. */
export type ChildAnswer =
  | { readonly plan: Plan }
  | { readonly failures: readonly Failure[] }
  /** An npm package that is not installed. */
  | { readonly missing: string };

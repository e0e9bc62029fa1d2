/**
 * What a look at the world gave. `unknown` is neither there nor gone: nothing is created, changed or deleted on it.
 */
export type Observation<T> =
  | { readonly state: 'present'; readonly value: T }
  | { readonly state: 'provenAbsent' }
  | { readonly state: 'unknown'; readonly reason: string };

export const present = <T>(value: T): Observation<T> => ({ state: 'present', value });
export const provenAbsent: Observation<never> = { state: 'provenAbsent' };
export const unknown = (reason: string): Observation<never> => ({ state: 'unknown', reason });

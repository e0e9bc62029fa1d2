import { parseVersion, compareVersions } from '../releases/version.ts';
import type { PlaneAnswers } from './observed.ts';

export type Verification =
  | { readonly state: 'contradicted'; readonly reason: string; readonly sentence: string }
  /** Nothing speaks against it; `unknown` says what nobody could ask. */
  | { readonly state: 'fine'; readonly unknown: readonly string[] };

/**
 * What the plane answers, held against what it should be. Only an answer can speak against it: one that did not come
 * (a network policy, a proxy, a token that is not there) is no reason to call a plane broken, and none to touch it.
 */
export function verify(answers: PlaneAnswers, version: string): Verification {
  const { version: said, query } = answers;
  if (said.state === 'present') {
    const [runs, wanted] = [parseVersion(said.value), parseVersion(version)];
    if (runs !== undefined && wanted !== undefined && compareVersions(runs, wanted) !== 0) {
      return {
        state: 'contradicted',
        reason: 'WrongVersionAnswers',
        sentence: `the API answers as ${said.value}, not ${version}; look for another API behind its Service`,
      };
    }
  }
  if (query.state === 'present' && !query.value.works) {
    return { state: 'contradicted', reason: 'QueryFails', sentence: `a query fails: ${query.value.sentence}` };
  }
  const unknown = [
    ...(said.state === 'unknown' ? [`its version (${said.reason})`] : []),
    ...(query.state === 'unknown' ? [`a query (${query.reason})`] : []),
  ];
  return { state: 'fine', unknown };
}

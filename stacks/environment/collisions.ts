import type { Problem } from '../../src/api/documents/problem.ts';
import { placeOf } from '../place.ts';
import type { LoadedEnvironment } from './load.ts';

/**
 * Environments of one name in one account, project or subscription: names of roles and service accounts are unique there
 * whatever the region, so the second would take what the first has.
 */
export function collisions(all: readonly LoadedEnvironment[]): readonly Problem[] {
  const first = new Map<string, LoadedEnvironment>();
  return all.flatMap((loaded) => {
    const { environment, files, locate } = loaded;
    const key = `${placeOf(environment).account}/${environment.metadata.name}`;
    const earlier = first.get(key);
    if (earlier === undefined || earlier.files[0] === files[0]) {
      first.set(key, loaded);
      return [];
    }
    const reason = `is the name of ${earlier.files[0] ?? ''} too, in the same account: names in the cloud would collide`;
    return [locate({ path: ['metadata', 'name'], at: 'value', reason, next: 'give one of them another name' })];
  });
}

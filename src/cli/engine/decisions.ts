import type { Decision } from '../../../stacks/engine/settle.ts';
import { PlanewrightError } from '../../runtime/errors.ts';

/**
 * What a person says of objects that a look-up could not prove, by name: `NAME=ID`, or `NAME=absent`. A URN may stand for
 * the name; ids may hold `=`, names cannot.
 * @throws PlanewrightError InvalidArgument.
 */
export function decisionsOf(given: readonly string[]): ReadonlyMap<string, Decision> {
  const decisions = new Map<string, Decision>();
  for (const one of given) {
    const [, name, what] = /^([^=]+)=(.+)$/.exec(one) ?? [];
    if (name === undefined || what === undefined) {
      throw new PlanewrightError('InvalidArgument', `--settle ${one} says nothing of an object.`, {
        next: 'Write --settle NAME=ID for an object that is there, --settle NAME=absent for one that is not.',
      });
    }
    if (decisions.has(name)) {
      throw new PlanewrightError('InvalidArgument', `--settle says two things of ${name}.`, {
        next: 'Say of each object once what is there.',
      });
    }
    decisions.set(name, what === 'absent' ? { kind: 'absent' } : { kind: 'is', id: what });
  }
  return decisions;
}

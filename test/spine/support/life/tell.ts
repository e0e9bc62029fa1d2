import type { Ended } from './command.ts';
import type { Life } from './world.ts';

/** Exit code of a command; where it is another one, what it said and what stands in the foreign logs. */
export function expectEnd(world: Life, ended: Ended, code: number): void {
  if (ended.code === code) return;
  const calls = world.cloud.calls().slice(-8);
  throw new Error(
    [
      `${ended.command} ended with ${ended.code}, not ${code}:`,
      ended.all.slice(-3000),
      'The cloud saw last:',
      ...calls.map(({ method, type, name }) => `  ${method} ${type} ${name}`),
      'The cluster was asked last:',
      ...world.door.passed.slice(-8).map(({ method, target, status }) => `  ${method} ${target} ${status}`),
      'The operator said last:',
      world.keeper.said().slice(-2000),
    ].join('\n'),
  );
}

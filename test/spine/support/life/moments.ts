import { setTimeout as sleep } from 'node:timers/promises';
import type { Call, Fault, StandInCloud } from '../../../engine/provider/cloud.ts';
import type { Ended, Shell } from './command.ts';

/** A moment that somebody else's log tells. */
export type Moment = Promise<unknown>;

/** The cloud has done, or is about to do, what is asked; it says nothing any more, so that nobody else knows. */
export async function inCloud(
  cloud: StandInCloud,
  what: Pick<Fault, 'method' | 'of'>,
  when: 'before' | 'after' = 'after',
): Promise<void> {
  const from = cloud.calls().length;
  cloud.plan([{ ...what, what: `hang-${when}` }]);
  await logged(cloud, from, ({ method }) => method === 'hang', 1);
}

/** The cloud's log has so many new lines that fit. */
export function inCloudLog(cloud: StandInCloud, fits: (call: Call) => boolean, count: number): Promise<void> {
  return logged(cloud, cloud.calls().length, fits, count);
}

async function logged(cloud: StandInCloud, from: number, fits: (call: Call) => boolean, count: number): Promise<void> {
  while (cloud.calls().slice(from).filter(fits).length < count) await sleep(20);
}

/** Runs a command until the moment, and kills it then. @throws Error where it ended before. */
export async function killedAt(moment: Moment, shell: Shell, ...args: readonly string[]): Promise<Ended> {
  const running = shell.start(...args);
  const first = await Promise.race([running.ended, moment.then(() => undefined)]);
  if (first === undefined) return running.kill();
  throw new Error(`${first.command} ended with ${first.code} before the moment came:\n${first.all.slice(-3000)}`);
}

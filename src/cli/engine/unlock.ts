import { lockOf, ownerOf } from '../../../stacks/engine/lock.ts';
import { systemClock } from '../../runtime/clock.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import type { UnlockOptions } from '../commands/unlock.ts';
import type { Io } from '../io.ts';
import { age } from '../ui/table.ts';
import { withExisting } from './run.ts';

/** Says who holds the lock of an environment, and takes it away where its owner is gone. */
export async function runUnlock(nameOrPath: string, options: UnlockOptions, io: Io): Promise<void> {
  await withExisting(nameOrPath, io, async ({ workspace, environment }) => {
    const lock = await lockOf(workspace);
    const owner = lock === undefined ? undefined : ownerOf(lock);
    if (lock === undefined) {
      io.out(
        options.output === 'json'
          ? `${JSON.stringify({ lock: null })}\n`
          : `${environment.metadata.name} is not locked.\n`,
      );
      io.exit(0);
      return;
    }
    const { user, host, pid, since } = lock;
    const held = `held by ${user} on ${host}, process ${pid}, for ${age(Date.parse(since), systemClock.now())}`;
    io.err(`The lock is ${held}.\n`);
    if (owner === 'lives') {
      throw new PlanewrightError(
        'StackLocked',
        `Process ${pid} lives: taking its lock away would let two runs write one state.`,
        {
          next: `Wait until it is done, or stop it: Ctrl-C lets what is under way finish.`,
        },
      );
    }
    if (owner === 'unknown' && options.ownerIsGone !== true) {
      throw new PlanewrightError('StackLocked', `Whether process ${pid} lives on ${host} cannot be seen from here.`, {
        next: `Look there. If it is gone: planewright unlock ${nameOrPath} --owner-is-gone`,
      });
    }
    await workspace.stack.cancel();
    io.out(
      options.output === 'json' ? `${JSON.stringify({ lock, removed: true }, null, 2)}\n` : 'The lock is taken away.\n',
    );
    io.exit(0);
  });
}

import type { Identity, WantedAccount } from '../../clouds/identity.ts';
import { cloudOf } from '../../../stacks/programs.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { placeOf } from '../../../stacks/place.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import type { Io } from '../io.ts';
import { paragraph } from '../ui/style.ts';

/** Something that is not as it should be, and that a person must go on without aloud. */
export interface Doubt {
  /** The option that goes on without it: `--without-fresh-backup`. */
  readonly option: string;
  /** What to type instead of the option, on a terminal: `without fresh backup`. */
  readonly words: string;
  /** Why. */
  readonly reason: string;
}

/** Asks whose account this is. */
export type IdentityProbe = (wanted: WantedAccount) => Promise<Identity>;

/**
 * Whether who is signed in stands in the account of the file, before anything else is looked at.
 * @returns a doubt where it cannot be known.
 * @throws PlanewrightError WrongAccount where it is another one.
 */
export async function accountDoubt(
  environment: Environment,
  probe: IdentityProbe,
  io: Pick<Io, 'err'>,
): Promise<Doubt | undefined> {
  const cloud = cloudOf(environment);
  if (cloud === undefined) return undefined;
  const { account, region } = placeOf(environment);
  const identity = await probe({ cloud, account, region });
  switch (identity.kind) {
    case 'same':
      io.err(`Account ${account}, as ${identity.who}.\n`);
      return undefined;
    case 'other':
      throw new PlanewrightError(
        'WrongAccount',
        `${environment.metadata.name} is in ${account}, but ${identity.who} is signed in to ${identity.account}.`,
      );
    case 'unknown':
      return {
        option: '--without-account-check',
        words: 'without account check',
        reason: `Whether you are signed in to ${account} is not known: ${identity.reason}`,
      };
  }
}

/**
 * Lets a person go on in spite of doubts, each by its option or by typing its words.
 * @throws PlanewrightError GuardsHold where one of them stands.
 */
export async function dispelled(doubts: readonly Doubt[], given: ReadonlySet<string>, io: Io): Promise<void> {
  const open = doubts.filter(({ option }) => !given.has(option));
  for (const { reason } of doubts) io.err(paragraph(reason, io));
  for (const { words } of open) {
    const answer = io.isInteractive ? await io.ask(`Type "${words}" to go on all the same: `) : undefined;
    if (answer === words) continue;
    throw new PlanewrightError('GuardsHold', 'Nothing was deleted.', {
      next: `Mend it, or go on all the same with ${open.map(({ option }) => option).join(' ')}`,
    });
  }
}

import { PlanewrightError } from '../../runtime/errors.ts';
import type { Io } from '../io.ts';

/**
 * Has a person type environment and account, or takes them from an option.
 * @param what Completes "There is nobody to ask whether this shall be …", "Type … to …" and "Nothing was …".
 * @throws PlanewrightError InvalidArgument where it was not confirmed, or for another environment.
 */
export async function confirmed(
  wanted: string,
  given: string | undefined,
  what: { readonly verb: string; readonly done: string },
  io: Pick<Io, 'isInteractive' | 'ask'>,
): Promise<void> {
  if (given === undefined && !io.isInteractive) {
    throw new PlanewrightError('InvalidArgument', `There is nobody to ask whether this shall be ${what.done}.`, {
      next: `Give --confirm ${/\s/.test(wanted) ? `'${wanted}'` : wanted}`,
    });
  }
  const answer = given ?? (await io.ask(`Type ${wanted} to ${what.verb}: `));
  if (answer !== wanted) {
    throw new PlanewrightError(
      'InvalidArgument',
      `Confirmed was ${answer}, but this is ${wanted}. Nothing was ${what.done}.`,
    );
  }
}

import { PlanewrightError, sentenceOf } from '../../src/runtime/errors.ts';
import type { Progress } from './events.ts';
import { cloudFailures } from './cloud-failures.ts';
import { partsOf } from './step.ts';

/** What went wrong in a run of the engine: cause, resource and way out, from what it told before it ended. */
export function failureOf(
  error: unknown,
  told: readonly Progress[],
  { account }: { readonly account?: string | undefined } = {},
): PlanewrightError {
  const text = error instanceof Error ? error.message : String(error);
  const known = engineFailures.find(({ pattern }) => pattern.test(text));
  if (known !== undefined) {
    return new PlanewrightError(known.code, known.sentence(text), known.next === undefined ? {} : { next: known.next });
  }
  const messages = told.flatMap((progress) =>
    progress.kind === 'message' && progress.severity === 'error' ? [progress] : [],
  );
  const cause = messages.find(({ urn, text: message }) => urn !== undefined && !isEcho(message)) ?? messages[0];
  if (cause === undefined)
    return new PlanewrightError('EngineFailed', `The engine ended with an error. ${firstLine(sentenceOf(error))}`);
  const other = otherAccount(cause.text);
  if (other !== undefined) {
    const wanted = account === undefined ? 'another one' : `account ${account}`;
    const sentence = `The credentials are those of account ${other}, but the environment is in ${wanted}.`;
    return new PlanewrightError('WrongAccount', sentence);
  }
  const { name, concern } = cause.urn === undefined ? { name: '', concern: '' } : partsOf(cause.urn);
  const where = name === '' ? '' : `${concern === '' ? name : `${concern}: ${name}`}: `;
  const way = cloudFailures.find(({ pattern }) => pattern.test(cause.text));
  return new PlanewrightError('EngineFailed', `${where}${cause.text}`, way === undefined ? {} : { next: way.next });
}

const engineFailures = [
  {
    pattern: /currently locked by|another update is currently in progress/i,
    code: 'StackLocked',
    sentence: (text: string) => {
      const owner = /created by (.+)$/m.exec(text)?.[1];
      return `Another run holds the lock of this environment${owner === undefined ? '' : `: ${owner}`}.`;
    },
    next: undefined,
  },
  {
    pattern: /incorrect passphrase/i,
    code: 'WrongPassphrase',
    sentence: () => 'The passphrase does not open the secrets of this environment.',
    next: undefined,
  },
  {
    pattern: /passphrase must be set/i,
    code: 'WrongPassphrase',
    sentence: () => 'No passphrase is given for the secrets of this environment.',
    next: 'Set PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it, or PULUMI_CONFIG_PASSPHRASE.',
  },
  {
    pattern: /failed to load (checkpoint|snapshot)|failed to load .*: .*JSON|unmarshalling checkpoint/i,
    code: 'StateInvalid',
    sentence: (text: string) =>
      `The state of this environment cannot be read: ${/failed to load .*|unmarshalling .*/i.exec(text)?.[0] ?? ''}.`,
    next: 'Put back the last one that could be read: a backend of files and buckets keeps it beside the state with the ending .bak, and all earlier ones under history. Then run planewright drift, which shows what was done since.',
  },
] as const;

/** Account of the credentials, where the provider of AWS says that it is not the one it may work in. */
function otherAccount(text: string): string | undefined {
  return /account ID not allowed: *([0-9]{12})/i.exec(text)?.[1];
}

/** The engine repeats that something failed, without why. */
function isEcho(message: string): boolean {
  return /^(update failed|preview failed|one or more|resource registration failed)/i.test(message);
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim() !== '') ?? '';
}

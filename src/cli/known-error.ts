import { installCommand, missingPackage } from '../../stacks/plan/sdk.ts';
import { CloudFailure, type CloudFailureKind } from '../clouds/failure.ts';
import { PlanewrightError } from '../runtime/errors.ts';

/** What was thrown, as an error that a person can act upon; undefined where no one foresaw it. */
export function knownError(error: unknown): PlanewrightError | undefined {
  if (error instanceof PlanewrightError) return error;
  if (error instanceof CloudFailure) {
    const sentence = `The cloud did not do what was asked: ${error.message}`;
    return new PlanewrightError('CloudFailed', sentence, { cause: error, next: nextOf[error.kind] });
  }
  const file = unwritable(error);
  if (file !== undefined) return new PlanewrightError('FileUnwritable', file, { cause: error });
  const name = missingPackage(error);
  if (name === undefined) return undefined;
  // The file that names the cloud was not read yet: the work of a command cannot even be loaded without its SDK.
  return new PlanewrightError('SdkMissing', `This takes the npm package ${name}, which is not installed.`, {
    cause: error,
    next: (['aws', 'google', 'azure'] as const)
      .map(
        (cloud) => `${cloud === 'aws' ? 'Install it beside Planewright. On' : 'on'} ${cloud}: ${installCommand(cloud)}`,
      )
      .join('\n  '),
  });
}

const whyNotWritten: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written',
  EPERM: 'it may not be written',
  EROFS: 'it is on a disk that can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'there is no room left for you',
  ENOTDIR: 'a part of the path is a file',
  EISDIR: 'it is a folder',
};

/** A file or folder that was to be written: those that are read have sentences of their own. */
function unwritable(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && 'path' in error)) return undefined;
  const why = whyNotWritten[String(error.code)];
  return why === undefined ? undefined : `${String(error.path).replace(/\.\d+\.draft$/, '')}: ${why}.`;
}

const nextOf: Readonly<Record<CloudFailureKind, string>> = {
  signedOut: 'Sign in to the account of the environment, then run the command again.',
  denied: 'Have somebody do it who may, or be given the right; planewright permissions ENV lists them.',
  notFound: 'Check that it is in this account and region, then run the command again.',
  disabled: 'Enable the API in the account, then run the command again.',
  throttled: 'Wait a minute, then run the command again.',
  conflict: 'Wait until what is under way there has ended, then run the command again.',
  unreachable: 'Check the network, proxies and region, then run the command again.',
  refused: 'Mend what the cloud names, then run the command again.',
};

import { stringify } from 'yaml';
import { handOver, type HandOver } from '../../../stacks/byoc/hand-over.ts';
import { byocAwsOutputs, byocGoogleOutputs, type ByocOutputs } from '../../../stacks/byoc/outputs.ts';
import { byKind } from '../../../stacks/environment/kinds.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import type { HandOverOptions } from '../commands/byoc.ts';
import { openEnvironment } from '../environment.ts';
import type { Io } from '../io.ts';
import { planOf } from '../plan-of.ts';

/** Prints or writes the document for the vendor, from a plan of the bootstrap. */
export async function printHandOver(name: string, { file, output }: HandOverOptions, io: Io): Promise<void> {
  const { environment } = await openEnvironment(name, io);
  const document = await documentOf(environment, io);
  const text = output === 'json' ? `${JSON.stringify(document, null, 2)}\n` : stringify(document, { lineWidth: 0 });
  if (file === undefined) {
    io.out(text);
    return;
  }
  try {
    await io.writeFile(file, text, { overwrite: false });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const exists = error.code === 'EEXIST';
    throw new PlanewrightError('FileUnreadable', `${file} was not written: ${exists ? 'it exists' : error.message}.`, {
      cause: error,
      ...(exists && { next: 'Move it away, or name another file.' }),
    });
  }
  io.err(`${file} is written. Send it to the vendor; it holds no secret.\n`);
}

function documentOf(environment: Environment, io: Io): Promise<HandOver> {
  const plan = (): Promise<Plan> => planOf(environment, io);
  const refuse = (): Promise<HandOver> => Promise.reject(notByoc(environment));
  return byKind<Promise<HandOver>>(environment, {
    byocAws: async (byoc) => handOver(byoc, byocAwsOutputs.parse((await plan()).outputs) satisfies ByocOutputs),
    byocGoogle: async (byoc) => handOver(byoc, byocGoogleOutputs.parse((await plan()).outputs) satisfies ByocOutputs),
    aws: refuse,
    google: refuse,
    azure: refuse,
    saas: refuse,
  });
}

function notByoc({ metadata, spec }: Environment): PlanewrightError {
  return new PlanewrightError(
    'InvalidArgument',
    `${metadata.name} is of mode ${spec.mode}: nothing of it is handed over to the vendor.`,
    { next: 'Name an environment of mode BYOC; planewright environments list shows the modes.' },
  );
}

import * as z from 'zod';
import { parseState, type StackState } from '../../../stacks/engine/state.ts';
import { planeOutputs, type PlaneOutputs } from '../../../stacks/outputs.ts';
import { PlanewrightError, sentenceOf } from '../../runtime/errors.ts';
import { unreadable } from '../input.ts';
import type { Io } from '../io.ts';
import { digestOf } from './digest.ts';

export const exportApiVersion = 'backup.planewright.dev/v1';
export const manifestFile = 'manifest.json';

const manifest = z.strictObject({
  apiVersion: z.literal(exportApiVersion),
  environment: z.string(),
  takenAt: z.iso.datetime(),
  planewright: z.string(),
  /** Bare names: a manifest that somebody wrote must not lead out of its folder. */
  files: z.array(z.strictObject({ name: z.string().regex(/^[a-z]+(-[0-9]+)?[.](json|yaml)$/), sha256: z.string() })),
  without: z.array(z.string()),
  secretsToBring: z.array(z.strictObject({ namespace: z.string(), name: z.string(), keys: z.array(z.string()) })),
});

export type Manifest = z.output<typeof manifest>;
export type SecretToBring = Manifest['secretsToBring'][number];

/** An export as it was found on disk, whole and unchanged. */
export interface ReadExport {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly state: StackState;
  readonly outputs: PlaneOutputs;
}

/**
 * Reads an export back.
 * @throws PlanewrightError FileUnreadable, or InvalidDocument where it is none, is of another environment, or a file of it
 * was changed or cut.
 */
export async function readExport(folder: string, environment: string, io: Pick<Io, 'readFile'>): Promise<ReadExport> {
  const read = async (name: string): Promise<string> => {
    try {
      return await io.readFile(`${folder}/${name}`);
    } catch (error) {
      throw unreadable(`${folder}/${name}`, error);
    }
  };
  const found = parsed(folder, manifestFile, await read(manifestFile), (text) => manifest.parse(JSON.parse(text)));
  if (found.environment !== environment) {
    throw new PlanewrightError(
      'InvalidDocument',
      `${folder} is an export of ${found.environment}, not of ${environment}.`,
    );
  }
  const texts = new Map<string, string>();
  for (const { name, sha256 } of found.files) {
    const text = await read(name);
    if (digestOf(text) !== sha256) {
      throw new PlanewrightError(
        'InvalidDocument',
        `${folder}/${name} is not as it was exported: it was changed or cut.`,
        {
          next: 'Take another export, or the same one from another copy.',
        },
      );
    }
    texts.set(name, text);
  }
  return {
    folder,
    manifest: found,
    state: parsed(folder, 'state.json', texts.get('state.json') ?? '', parseState),
    outputs: parsed(folder, 'outputs.json', texts.get('outputs.json') ?? '', (text) =>
      planeOutputs.parse(JSON.parse(text)),
    ),
  };
}

function parsed<T>(folder: string, name: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text);
  } catch (error) {
    const reason = sentenceOf(error).split('\n').slice(0, 3).join(' ');
    throw new PlanewrightError('InvalidDocument', `${folder}/${name} is no part of an export: ${reason}`, {
      next: 'Make one: planewright backup ENV --export DIR',
    });
  }
}

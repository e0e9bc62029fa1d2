import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sentenceOf } from '../../src/runtime/errors.ts';
import { redact } from '../../src/runtime/redaction.ts';
import { runEngine } from './binary.ts';
import { parseState, type StackState } from './state.ts';

/** What a backend says of an environment, without making anything in it. */
export type StoredState =
  | { readonly kind: 'there'; readonly state: StackState }
  /** The backend answers, and has no state of this environment. */
  | { readonly kind: 'none' }
  /** The bucket or container is not there. */
  | { readonly kind: 'noBackend'; readonly why: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/**
 * Reads the state by the engine itself, as it is, secrets as ciphertext: whether it can be reached is known only from
 * reaching it in the same way as a run will.
 */
export async function storedState(
  { environment, backend }: { readonly environment: string; readonly backend: string },
  env: Readonly<Record<string, string>>,
): Promise<StoredState> {
  const folder = await mkdtemp(path.join(tmpdir(), 'planewright-state-'));
  try {
    const project = { name: 'planewright', runtime: 'nodejs' };
    await writeFile(path.join(folder, 'Pulumi.yaml'), JSON.stringify(project));
    const engineEnv = { ...env, PULUMI_BACKEND_URL: backend, PULUMI_SKIP_UPDATE_CHECK: '1' };
    const args = ['stack', 'export', '--stack', environment, '--non-interactive'];
    return { kind: 'there', state: parseState(await runEngine(args, { cwd: folder, env: engineEnv })) };
  } catch (error) {
    return refusal(complaintOf(error));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the engine and the libraries of its buckets say. */
function refusal(complaint: string): StoredState {
  if (/no stack named/i.test(complaint)) return { kind: 'none' };
  const why = complaint.split('\n').find((line) => line.includes('error:')) ?? complaint.split('\n')[0] ?? '';
  const isMissing = /NoSuchBucket|bucket does(n't| not) exist|ContainerNotFound|container does not exist/i;
  return { kind: isMissing.test(complaint) ? 'noBackend' : 'unreadable', why: why.replace(/^.*?error: /, '') };
}

function complaintOf(error: unknown): string {
  const { stderr } = error as { readonly stderr?: unknown };
  return typeof stderr === 'string' && stderr !== '' ? redact(stderr) : sentenceOf(error);
}

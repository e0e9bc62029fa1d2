import * as pulumi from '@pulumi/pulumi';
import { LocalWorkspace, Stack } from '@pulumi/pulumi/automation/index.js';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sentenceOf } from '../../../src/runtime/errors.ts';
import { urnOfProvider, type StackState } from '../state.ts';
import type { WorkspaceOptions } from '../workspace.ts';
import type { Question } from './ways.ts';

/** What a provider's function answered; a failure is a sentence. */
export type Answer =
  | { readonly kind: 'answer'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: 'failed'; readonly reason: string };

export interface Asked {
  readonly question: Question;
  /** Whether the answer may be complete. While it is not, the question is asked again. */
  readonly isEnough: (value: Readonly<Record<string, unknown>>) => boolean;
}

export interface AskOptions extends Pick<WorkspaceOptions, 'plugins' | 'env'> {
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Pauses before a question is asked again whose answer lacks what is looked for: lists of a cloud and its index of tags
 * are behind for some seconds, and who believes them too early creates twice. Source: Amazon EC2 API, "Ensuring
 * idempotency" and "Eventual consistency", which asks for pauses that grow.
 */
const pauses = [2_000, 4_000, 8_000, 16_000];

/** Asks all of it in one run of the engine, with the same plug-ins and settings as the run that is recovered. */
export async function askAll(
  asked: readonly Asked[],
  state: StackState,
  options: AskOptions,
  signal: AbortSignal,
): Promise<readonly Answer[]> {
  if (asked.length === 0) return [];
  const answers = asked.map((): Answer => ({ kind: 'failed', reason: 'it was not asked' }));
  const folder = await mkdtemp(path.join(tmpdir(), 'planewright-look-up-'));
  try {
    const stack = await askingStack(folder, options, async () => {
      const providers = new Map<string, pulumi.ProviderResource | undefined>();
      const work = asked.map(async (one, index) => {
        const reference = one.question.provider ?? '';
        if (!providers.has(reference)) providers.set(reference, providerOf(reference, state));
        answers[index] = await answerTo(one, providers.get(reference), options, signal);
      });
      await Promise.all(work);
    });
    await stack.preview({ signal, onOutput: () => undefined });
  } catch (error) {
    return answers.map((answer) => (answer.kind === 'answer' ? answer : { kind: 'failed', reason: sentenceOf(error) }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return answers;
}

async function answerTo(
  { question, isEnough }: Asked,
  provider: pulumi.ProviderResource | undefined,
  { sleep }: AskOptions,
  signal: AbortSignal,
): Promise<Answer> {
  const ask = async (): Promise<Answer> => {
    try {
      const options = provider === undefined ? {} : { provider };
      const value: unknown = await pulumi.runtime.invoke(question.token, question.args, options);
      return { kind: 'answer', value: value as Readonly<Record<string, unknown>> };
    } catch (error) {
      return { kind: 'failed', reason: sentenceOf(error) };
    }
  };
  let answer = await ask();
  for (const pause of pauses) {
    if (answer.kind === 'answer' && isEnough(answer.value)) return answer;
    await sleep(pause, signal);
    answer = await ask();
  }
  return answer;
}

async function askingStack(folder: string, { plugins, env }: AskOptions, program: () => Promise<void>): Promise<Stack> {
  await mkdir(path.join(folder, 'state'));
  const plugged = plugins === undefined ? {} : { plugins: { providers: plugins } };
  await writeFile(path.join(folder, 'Pulumi.yaml'), JSON.stringify({ name: 'look-up', runtime: 'nodejs', ...plugged }));
  const workspace = await LocalWorkspace.create({
    workDir: folder,
    envVars: {
      ...env,
      PULUMI_BACKEND_URL: `file://${path.join(folder, 'state')}`,
      PULUMI_CONFIG_PASSPHRASE: 'none',
      PULUMI_SKIP_UPDATE_CHECK: '1',
    },
    program,
  });
  return Stack.createOrSelect('look-up', workspace);
}

class SameProvider extends pulumi.ProviderResource {}

/** The provider as the state has it, in its own version: settings that are secrets are none of ours to open. */
function providerOf(reference: string, { deployment }: StackState): pulumi.ProviderResource | undefined {
  const urn = urnOfProvider(reference);
  const found = deployment.resources?.find((resource) => resource.urn === urn);
  if (found === undefined) return undefined;
  const { version, ...inputs } = found.inputs ?? {};
  const ours = Object.entries(inputs).filter(([key]) => key !== '__internal');
  const name = urn.split('::').at(-1) ?? 'provider';
  const options = typeof version === 'string' ? { version } : {};
  return new SameProvider(found.type.replace('pulumi:providers:', ''), name, Object.fromEntries(ours), options);
}

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { DeadlineExceeded, withDeadline } from '../../src/runtime/abort.ts';
import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { abortReason, type Clock } from '../../src/runtime/clock.ts';
import { PlanewrightError } from '../../src/runtime/errors.ts';
import { redact } from '../../src/runtime/redaction.ts';
import type { Environment } from '../environment/schema/environment.ts';
import type { Plan } from '../planned.ts';
import { cloudOf } from '../programs.ts';
import { sparing } from '../sparing.ts';
import type { ChildAnswer } from './child-answer.ts';
import { sentenceOfFailure } from './failure.ts';
import { installCommand } from './sdk.ts';

export interface Planning {
  readonly environment: Environment;
  /** The script that plans: `child.ts` of the source, or what the build made of it. */
  readonly script: URL;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Default 60 s: thirty times what a full cloud takes. */
  readonly timeoutMs?: number;
}

const patience = 60_000;
/** More than any plan: 150 resources are 0.5 MB. */
const mostOutput = 64 * 1024 * 1024;
/** What is kept of the process's complaints. */
const mostComplaint = 8 * 1024;

/**
 * The plan of an environment, made in a process of its own from its real program, without engine, account or network.
 * The environment goes in on standard input, never as an argument.
 * @throws PlanewrightError `ProgramFailed` with a sentence for each thing that failed, `SdkMissing` where an npm package
 *   is not installed; the signal's reason when it is aborted.
 */
export async function planEnvironment(planning: Planning): Promise<Plan> {
  const { environment, clock, signal, timeoutMs = patience } = planning;
  const { name } = environment.metadata;
  const cloud = cloudOf(environment);
  if (cloud === undefined) return { environment: name, resources: [], outputs: {} };
  let ended: Ended;
  try {
    ended = await withDeadline(clock, timeoutMs, `planning ${name}`, signal, (within) => run(planning, within));
  } catch (error) {
    if (!(error instanceof DeadlineExceeded)) throw error;
    throw new PlanewrightError(
      'ProgramFailed',
      `Planning ${name} took longer than ${timeoutMs / 1000} s and was ended.`,
    );
  }
  const answer = answerIn(ended.output);
  if (answer === undefined) {
    const why = ended.complaint === '' ? '' : `: ${ended.complaint}`;
    const how = ended.signal === null ? `exit code ${ended.code ?? 1}` : ended.signal;
    throw new PlanewrightError('ProgramFailed', `The process that plans ${name} ended with ${how} and no plan${why}`, {
      next: 'Report it, with the environment file if it holds nothing private.',
    });
  }
  if ('plan' in answer) return answer.plan;
  if ('missing' in answer) {
    throw new PlanewrightError(
      'SdkMissing',
      `Planning ${name} needs the npm package ${answer.missing}, which is not installed.`,
      {
        next: `Install it beside Planewright: ${installCommand(cloud)}`,
      },
    );
  }
  const sentences = answer.failures.map(sentenceOfFailure);
  throw new PlanewrightError(
    'ProgramFailed',
    `The program of ${name} failed.\n${sentences.map((one) => `  ${one}`).join('\n')}`,
  );
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly complaint: string;
}

function run({ environment, script }: Planning, signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...sparing, fileURLToPath(script)], {
      stdio: ['pipe', 'pipe', 'pipe'],
      // Nothing of the caller's environment: neither its secrets nor what would make two plans differ.
      env: { NO_COLOR: '1', NODE_NO_WARNINGS: '1' },
    });
    const output: Buffer[] = [];
    let size = 0;
    let complaint = '';
    const stop = (): void => void child.kill('SIGKILL');
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > mostOutput) stop();
      else output.push(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(0, mostComplaint);
    });
    // It may end without reading all: what it answers, or its exit code, says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify(environment));
    child.on('error', (error) => {
      signal.removeEventListener('abort', stop);
      reject(
        new PlanewrightError('ProgramFailed', `No process could be started to plan in: ${error.message}`, {
          cause: error,
        }),
      );
    });
    child.on('close', (code, killedBy) => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(abortReason(signal));
      else
        resolve({
          code,
          signal: killedBy,
          output: Buffer.concat(output).toString('utf8'),
          complaint: firstWords(complaint),
        });
    });
  });
}

/** The last line: whatever a library printed stands before it. */
function answerIn(output: string): ChildAnswer | undefined {
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  try {
    const answer: unknown = JSON.parse(line);
    const isAnswer = isPlainObject(answer) && ['plan', 'failures', 'missing'].some((key) => key in answer);
    return isAnswer ? (answer as unknown as ChildAnswer) : undefined;
  } catch {
    return undefined; // Not even an answer: the exit code and what it complained of are told instead.
  }
}

/** The line that says what happened, in place of a whole stack. */
function firstWords(complaint: string): string {
  const lines = complaint.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((one) => /\b[A-Z]\w*Error\b|^FATAL/.test(one)) ?? lines[0] ?? '';
  return redact(line.trim()).slice(0, 500);
}

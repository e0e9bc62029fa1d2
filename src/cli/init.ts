import { releases } from '../dataplane/releases/catalogue.ts';
import { PlanewrightError } from '../runtime/errors.ts';
import { systemRandomness, type Randomness } from '../runtime/randomness.ts';
import { sentenceOfProblem } from '../api/documents/problem.ts';
import { environmentsFolder } from '../../stacks/environment/files.ts';
import {
  questions,
  whyNot,
  type Answers,
  type Question,
  type QuestionName,
} from '../../stacks/environment/init/questions.ts';
import { environmentText, type StateAnswers } from '../../stacks/environment/init/text.ts';
import { loadEnvironmentText } from '../../stacks/environment/load.ts';
import type { Environment } from '../../stacks/environment/schema/environment.ts';
import type { InitOptions } from './commands/init.ts';
import type { Io } from './io.ts';
import { madeStateBucket, realMakeState, stateBucketOf, type MakeState, type StateBucket } from './state-bucket.ts';
import { refuseExisting, writeEnvironment } from './write-environment.ts';

/**
 * Writes a new environment file, which is valid: whatever cannot be known is asked for, or named as an option.
 * @throws PlanewrightError InvalidArgument, with every option that is missing or wrong; FileExists.
 */
export async function initEnvironment(
  name: string | undefined,
  options: InitOptions,
  io: Io,
  randomness: Randomness = systemRandomness,
  make: MakeState = realMakeState(io),
): Promise<void> {
  const given = answersOf(name, options);
  const free = async (wanted: string): Promise<void> =>
    options.force || options.print ? undefined : refuseExisting(fileOf(wanted), io);
  if (given.name !== undefined) await free(given.name);
  const answers = completed(io.isInteractive ? await asked(given, free, io) : checked(given), randomness);
  const file = fileOf(answers.name ?? '');
  const first = await valid(file, environmentText(answers), io);
  const bucket = options['createStateBucket'] === true ? stateBucketOf(first) : undefined;
  const state = statedBy(options, bucket);
  const text = environmentText(answers, state);
  if (state !== undefined) await valid(file, text, io);
  if (bucket !== undefined && !options.print) await madeStateBucket(bucket, make, io);
  if (options.print) {
    io.out(text);
    return;
  }
  await writeEnvironment(file, text, options.force, io);
  io.out(`${file} is written.\nRead its comments, change what should be different, then:\n${nextSteps(answers)}`);
}

const fileOf = (name: string): string => `${environmentsFolder}/${name}.yaml`;

async function valid(file: string, text: string, io: Io): Promise<Environment> {
  const { environment, problems } = await loadEnvironmentText(file, text, io);
  if (environment !== undefined) return environment;
  throw new PlanewrightError('InvalidArgument', problems.map(sentenceOfProblem).join('\n'));
}

/** @throws PlanewrightError InvalidArgument where two places are named. */
function statedBy(options: InitOptions, bucket: StateBucket | undefined): StateAnswers | undefined {
  const { stateBackend, secretsProvider } = options;
  if (bucket !== undefined && typeof stateBackend === 'string') {
    throw new PlanewrightError('InvalidArgument', '--create-state-bucket and --state-backend each name a place.', {
      next: 'Give one of the two.',
    });
  }
  const backend = bucket?.backend ?? stateBackend;
  const state = {
    ...(typeof backend === 'string' && { backend }),
    ...(typeof secretsProvider === 'string' && { secretsProvider }),
  };
  return Object.keys(state).length === 0 ? undefined : state;
}

function answersOf(name: string | undefined, options: InitOptions): Answers {
  const answers: Partial<Record<QuestionName, string>> = {};
  for (const question of questions as readonly Question[]) {
    const value = question.flag === undefined ? name : options[camelCase(question.flag)];
    if (typeof value === 'string' && question.askedIf(answers)) answers[question.name as QuestionName] = value;
  }
  return answers;
}

function camelCase(flag: string): string {
  return flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Without a terminal: all that is missing or wrong at once, by option. */
function checked(given: Answers): Answers {
  const missing: string[] = [];
  let valid = given;
  for (const question of questions as readonly Question[]) {
    if (!question.askedIf(valid)) continue;
    const option = question.flag === undefined ? 'NAME' : `--${question.flag}`;
    const answer = given[question.name as QuestionName];
    if (answer === undefined) {
      if (question.otherwise === undefined) missing.push(`${option} is missing (${meaningOf(question)})`);
      continue;
    }
    const reason = whyNot(question, answer, valid);
    if (reason === undefined) continue;
    missing.push(`${option} ${reason}`);
    valid = Object.fromEntries(Object.entries(valid).filter(([name]) => name !== question.name));
  }
  if (missing.length > 0) {
    throw new PlanewrightError('InvalidArgument', missing.join('\n  '), { next: 'See planewright init --help.' });
  }
  return given;
}

function meaningOf({ text, choices }: Question): string {
  return choices === undefined ? text : `${text}: ${Object.keys(choices).join(', ')}`;
}

/**
 * On a terminal: asks what no option says, and again where the answer does not do.
 * @param free Throws where there is an environment of that name.
 */
async function asked(given: Answers, free: (name: string) => Promise<void>, io: Io): Promise<Answers> {
  const answers: Partial<Record<QuestionName, string>> = { ...given };
  for (const question of questions as readonly Question[]) {
    if (!question.askedIf(answers)) continue;
    const name = question.name as QuestionName;
    const option = answers[name];
    if (option !== undefined) {
      const reason = whyNot(question, option, answers);
      if (reason === undefined) continue;
      io.out(`${option} ${reason}\n`);
    } else if (question.otherwise === '') continue;
    answers[name] = await answerTo(question, answers, io);
    if (name === 'name') await free(answers[name]);
  }
  return answers;
}

async function answerTo(question: Question, answers: Answers, io: Io): Promise<string> {
  const choices = Object.entries(question.choices ?? {});
  const lines = choices.map(([choice, meaning], index) => `  ${index + 1}) ${choice}: ${meaning}\n`);
  const suggestion = question.otherwise === undefined ? '' : ` [${question.otherwise}]`;
  io.out(choices.length === 0 ? '' : `\n${question.text}\n${lines.join('')}`);
  for (;;) {
    const line = await io.ask(choices.length === 0 ? `${question.text}${suggestion}: ` : `Which one${suggestion}: `);
    const chosen =
      choices[Number(line) - 1]?.[0] ?? choices.find(([choice]) => choice.toLowerCase() === line.toLowerCase())?.[0];
    const answer = line === '' ? (question.otherwise ?? '') : (chosen ?? line);
    const reason = whyNot(question, answer, answers);
    if (reason === undefined) return answer;
    io.out(`  It ${reason}.\n`);
  }
}

/** What needs no person: the newest version, a new id. */
function completed(answers: Answers, randomness: Randomness): Answers {
  const { profile = 'production', version = releases.at(-1)?.version, externalId = randomness.uuid() } = answers;
  return { ...answers, profile, externalId, ...(version !== undefined && { version }) };
}

function nextSteps({ name = '', mode }: Answers): string {
  const steps: (readonly [command: string, what: string])[] = [
    [`planewright validate ${name}`, 'whether it holds'],
    [
      `planewright plan ${name}`,
      mode === 'SaaS' ? 'that nothing is made in any cloud' : 'what will be made, and what it costs',
    ],
    ...(mode === 'SaaS'
      ? []
      : ([
          [`planewright permissions ${name} --for deployer`, 'what you must be allowed to do'],
          [`planewright egress list ${name}`, 'what the network must let through'],
        ] as const)),
  ];
  const longest = Math.max(...steps.map(([command]) => command.length));
  return steps.map(([command, what]) => `  ${command.padEnd(longest)}  ${what}\n`).join('');
}

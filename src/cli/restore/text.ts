import type { Refusal } from './moment.ts';
import type { Step } from './steps/step.ts';

export interface RestorePlan {
  readonly environment: string;
  readonly moment?: string | undefined;
  readonly oldest?: string | undefined;
  readonly newest?: string | undefined;
  readonly losses: readonly string[];
  /** What could not be looked at, and must be made sure of by hand. */
  readonly unverified: readonly string[];
  readonly steps: readonly Step[];
}

export function planAsText({ environment, moment, oldest, newest, losses, unverified, steps }: RestorePlan): string {
  const head =
    newest === undefined
      ? []
      : [
          `Database and buckets can be taken back to any moment from ${oldest ?? 'the start'} to ${newest}; this plan: ${moment ?? newest}.`,
        ];
  const paragraphs = [
    [`Restore of ${environment}`, ...head].join('\n'),
    ['Lost by it:', ...losses.map((loss) => `- ${loss}`)].join('\n'),
    ...(unverified.length > 0
      ? [
          [
            'Make sure of these before you begin; they could not be looked at:',
            ...unverified.map((one) => `- ${one}`),
          ].join('\n'),
        ]
      : []),
    ...steps.map(stepAsText),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function stepAsText({ title, notes, commands }: Step, index: number): string {
  return [
    `${index + 1}. ${title}`,
    ...notes.map((note) => `   ${note}`),
    ...commands.map((command) => `   $ ${command}`),
  ].join('\n');
}

export function refusalAsText(environment: string, refusals: readonly Refusal[]): string {
  return `No restore of ${environment} is possible:\n${refusals.map(({ reason, next }) => `- ${reason}\n  ${next}\n`).join('')}`;
}

import type { Command } from 'commander';
import type { Io } from '../io.ts';

export interface DemoOptions {
  readonly keep: boolean;
}

/** `planewright demo`: the main job, shown on stand-ins. */
export function addDemoCommand(program: Command, io: Io): void {
  program
    .command('demo')
    .summary('see the main job, on stand-ins, in about a minute')
    .description(
      'Rolls out a data plane on a stand-in cluster and governs a stand-in organization beside it: a provider key, its ' +
        "rotation, a change behind the operator's back, an upgrade. Needs no cluster, no account and no network. Every " +
        'line is read from what the stand-ins saw.',
    )
    .option('--keep', 'leave everything running at the end, for kubectl, until Ctrl-C', false)
    .addHelpText(
      'after',
      `
Exit codes: 0 everything came about as told, 1 something did not.

Examples:
  planewright demo
  planewright demo --keep
`,
    )
    .action(async (options: DemoOptions) => {
      const { runDemo } = await import('../demo/demo.ts');
      await runDemo(options, io);
    });
}

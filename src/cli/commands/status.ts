import { Option, type Command } from 'commander';
import { withClusterOptions, type ClusterOptions } from '../cluster.ts';
import type { Io } from '../io.ts';

export interface StatusOptions extends ClusterOptions {
  readonly namespace?: string;
  readonly output: 'text' | 'json';
}

/** `planewright status`: how the resources of a cluster do, and what to do about those that do not. */
export function addStatusCommand(program: Command, io: Io): void {
  withClusterOptions(
    program
      .command('status')
      .summary('show how planes and organizations do')
      .description('Shows every resource with what its conditions say, and the next step where one is needed.'),
  )
    .option('-n, --namespace <name>', 'only this namespace; default: all')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 everything is Ready, 2 something is under way or drifted, 3 something is stalled.

Examples:
  planewright status
  planewright status -n braintrust -o json | jq '.resources[] | select(.ready != "True")'
`,
    )
    .action(async (options: StatusOptions) => {
      const { printStatus } = await import('../status.ts');
      await printStatus(options, io);
    });
}

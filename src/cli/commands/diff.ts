import { Option, type Command } from 'commander';
import { withClusterOptions, type ClusterOptions } from '../cluster.ts';
import type { Io } from '../io.ts';

export interface DiffOptions extends ClusterOptions {
  readonly namespace?: string;
  readonly ownNamespace: string;
  readonly output: 'text' | 'json';
}

/** `planewright diff`: the operator's decisions, printed instead of carried out. */
export function addDiffCommand(program: Command, io: Io): void {
  withClusterOptions(
    program
      .command('diff')
      .summary('print what the operator would change')
      .description(
        'Looks at the cluster and the organizations as the operator does, decides as it does, and prints the changes. ' +
          'Nothing is written. With files, the resources in them are taken in place of those in the cluster.',
      ),
  )
    .argument('[file...]', 'resources to compare in place of those in the cluster; - for standard input')
    .option('-n, --namespace <name>', 'only resources of this namespace; default: all')
    .option('--own-namespace <name>', "the operator's namespace, where its hash key is", 'planewright-system')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 nothing would change, 2 something would, 3 nothing would because something is blocked.

Examples:
  planewright diff
  planewright diff -n acme providers.yaml        before kubectl apply -f providers.yaml
  planewright diff -o json | jq '.resources[].changes[].operation'
`,
    )
    .action(async (files: readonly string[], options: DiffOptions) => {
      const { printDiff } = await import('../diff/diff.ts');
      await printDiff(files, options, io);
    });
}

import { Option, type Command } from 'commander';
import { withGoOnOptions, type GoOnOptions } from '../go-on-options.ts';
import type { Io } from '../io.ts';

export interface RebuildOptions extends GoOnOptions {
  readonly confirm?: string;
  readonly clusterIsGone?: true;
  readonly timeout?: string;
  readonly wait?: boolean;
  readonly output: 'text' | 'json';
}

/** `planewright rebuild ENV`: a new cluster over the data that is there. */
export function addRebuildCommand(program: Command, io: Io): void {
  withGoOnOptions(program.command('rebuild'))
    .summary('make the cluster anew over the data that is there')
    .description(
      'Shows what is replaced (cluster, nodes, what belongs to them) and what stays (all that holds data), asks for name ' +
        'and account, takes the plane out of the old cluster, makes a new one in its place, and goes on into it as ' +
        'planewright up does. The plane does not serve meanwhile. What stopped in between is finished by running it again, ' +
        'or by planewright up where it says so.',
    )
    .argument('<environment>', 'file, or its name under environments/')
    .option('--confirm <name@account>', 'environment and account, instead of typing them')
    .option('--cluster-is-gone', 'the old cluster cannot be reached any more: do not take anything out of it')
    .option('--timeout <seconds>', 'how long to wait for the plane to be Ready', '3600')
    .option('--no-wait', 'do not wait for the plane')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 1 error, or not confirmed; 3 refused: a policy, data at risk, or other changes that wait;
4 the plane waits for a person.

Examples:
  planewright rebuild staging
  planewright rebuild staging --confirm staging@123456789012
  planewright rebuild staging --cluster-is-gone        somebody deleted it
`,
    )
    .action(async (environment: string, options: RebuildOptions) => {
      const { runRebuild } = await import('../engine/rebuild.ts');
      await runRebuild(environment, options, io);
    });
}

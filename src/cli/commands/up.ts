import { Option, type Command } from 'commander';
import { withGoOnOptions, type GoOnOptions } from '../go-on-options.ts';
import type { Io } from '../io.ts';

export interface UpOptions extends GoOnOptions {
  readonly plan?: string;
  readonly yes?: true;
  readonly skipPreflight?: true;
  readonly refresh?: true;
  readonly timeout?: string;
  readonly wait?: boolean;
  /** `NAME=ID` or `NAME=absent`. */
  readonly settle?: readonly string[];
  readonly output: 'text' | 'json';
}

/** `planewright up ENV`: carry the plan out. */
export function addUpCommand(program: Command, io: Io): void {
  withGoOnOptions(program.command('up'))
    .summary('carry the plan out, in the cloud and in the cluster')
    .description(
      'Shows what would be done, asks once, and has the engine do that and nothing else; then the operator and what the ' +
        'environment is in its cluster, until the plane is Ready. After a run that was killed it first settles what that ' +
        'left behind; running it again goes on where it stopped.',
    )
    .argument('<environment>', 'file, or its name under environments/')
    .option('--plan <file>', 'a plan that planewright preview saved; refused if anything changed since')
    .option('--refresh', 'first take into the state how the cloud is, so that what was changed outside is set back')
    .option('-y, --yes', 'do not ask')
    .option('--skip-preflight', 'do not ask the account first whether it is ready')
    .option('--timeout <seconds>', 'how long to wait for the plane to be Ready', '3600')
    .option('--no-wait', 'do not wait for the plane')
    .option(
      '--settle <name=id>',
      'what is there of an object that an earlier run may have made: its id, or `absent`; may be given several times',
      (one: string, before: readonly string[] | undefined) => [...(before ?? []), one],
    )
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 done, or nothing to do; 1 error; 3 refused: a policy, an account that is not ready, data at risk, a stale
plan, or another cluster; 4 the plane waits for a person.

Examples:
  planewright up staging
  planewright up production --plan plan.json           in the job that was approved
  planewright up staging --refresh                     after planewright drift showed something
  planewright up production --context production       the cluster of a kubeconfig, where it exists already
  planewright up production --skip-cluster             the cloud alone
  planewright up staging --yes -o json | jq .outputs
  planewright up staging --settle backups-selection=absent     after a look into the account
`,
    )
    .action(async (environment: string, options: UpOptions) => {
      const { runUp } = await import('../engine/up.ts');
      await runUp(environment, options, io);
    });
}

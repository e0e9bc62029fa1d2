import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

export interface PlanOptions {
  readonly output: 'text' | 'json';
  readonly state?: string;
  readonly prices?: string;
  readonly show?: readonly ('inputs' | 'objects')[];
  readonly verbose?: boolean;
}

/** `planewright plan ENV`: the whole environment before it exists, without engine, account or network. */
export function addPlanCommand(program: Command, io: Io): void {
  program
    .command('plan')
    .summary('show what an environment will be, before it exists')
    .description(
      'Runs the real programs without an engine, an account or a network, and shows every resource, what breaks a policy, ' +
        'what stands in the cluster, what it will be billed for, and what a person has to do.',
    )
    .argument('<environment>', 'a file, or a name under environments/')
    .option('--state <file>', 'compare with a state: what `pulumi stack export` writes')
    .option('--prices <file>', 'prices to use in place of those that come along')
    .addOption(
      new Option('--show <what...>', 'inputs of resources, objects of the cluster').choices(['inputs', 'objects']),
    )
    .option('--verbose', 'all of it')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 nothing stands in the way, 1 error, 2 it differs from the state that was given, 3 a policy blocks.
The SDK of the environment's cloud must be installed beside Planewright; the error says how where it is not.

Examples:
  planewright plan prod
  planewright plan environments/prod.yaml --show inputs
  pulumi stack export --stack prod --file state.json && planewright plan prod --state state.json
  planewright plan prod -o json | jq '.findings[] | select(.outcome == "block")'
`,
    )
    .action(async (environment: string, options: PlanOptions) => {
      const { printPlan } = await import('../plan/plan.ts');
      await printPlan(environment, options, io);
    });
}

import { Option, type Command } from 'commander';
import { madeOrNamed, withClusterOptions, type ClusterOptions } from '../cluster.ts';
import type { PartName } from '../drift/report.ts';
import type { Io } from '../io.ts';

export interface DriftOptions extends ClusterOptions {
  readonly output: 'text' | 'json';
  /** Parts to look at; every one that the environment has if left out. */
  readonly only?: readonly PartName[];
  /** Whether audit logs are asked who it was. */
  readonly audit: boolean;
  readonly ownNamespace: string;
}

/** `planewright drift ENV`: show what is not as it was left or declared, and who changed it. */
export function addDriftCommand(program: Command, io: Io): void {
  const command = program
    .command('drift')
    .summary('show what is not as it was left, and who changed it')
    .description(
      "Compares the cloud with the state, the cluster with what was applied, and the organization with its resources. Says what differs or is gone, and who changed it, where the cloud's audit log, the API server or the vendor tells. " +
        'Writes nothing anywhere. A part that cannot be looked at says why; the others are still reported.',
    )
    .argument('<environment>', 'file, or its name under environments/')
    .addOption(new Option('--only <part...>', 'look at these parts only').choices(['cloud', 'cluster', 'organization']))
    .option('--no-audit', "do not ask the cloud's audit log who it was")
    .option('--own-namespace <name>', "the operator's namespace", 'planewright-system')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'));
  withClusterOptions(command, madeOrNamed)
    .addHelpText(
      'after',
      `
Exit codes: 0 no drift; 2 drift; 1 no drift was found, but a part could not be looked at, or an error.

Examples:
  planewright drift production
  planewright drift production --only cloud --no-audit
  planewright drift production -o json | jq '.parts.cloud.objects[] | select(.holdsData)'
  planewright drift production -o json | jq '.parts[].objects[].who | select(.known)'
`,
    )
    .action(async (environment: string, options: DriftOptions) => {
      const { runDrift } = await import('../drift/drift.ts');
      await runDrift(environment, options, io);
    });
}

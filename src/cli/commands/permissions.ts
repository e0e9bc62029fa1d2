import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

export interface PermissionsOptions {
  readonly for?: 'vendor' | 'deployer' | 'ci' | 'preflight' | 'operator' | 'api' | 'brainstore' | 'nodes';
  readonly output: 'text' | 'json' | 'policy';
}

/** `planewright permissions ENV`: who may do what in the cloud, and why. */
export function addPermissionsCommand(program: Command, io: Io): void {
  program
    .command('permissions')
    .summary('print who may do what in the cloud, and why')
    .description(
      'Prints what an environment lets each component, the operator or the vendor do in the cloud, with the component ' +
        'that needs it and the reason; and what somebody needs who deploys or previews it. Nothing is asked of any cloud.',
    )
    .argument('<environment>', 'a file, or a name under environments/')
    .addOption(
      new Option('--for <whom>', 'only one; default: everybody whom the environment gives rights to').choices([
        'vendor',
        'deployer',
        'ci',
        'preflight',
        'operator',
        'api',
        'brainstore',
        'nodes',
      ]),
    )
    .addOption(
      new Option('-o, --output <format>', "how to print; policy: the cloud's own documents, to attach")
        .choices(['text', 'json', 'policy'])
        .default('text'),
    )
    .addHelpText(
      'after',
      `
What changed since the last release is printed at the end.

Examples:
  planewright permissions production --for vendor
  planewright permissions production --for deployer -o policy > deployer.json
  planewright permissions production -o json | jq '.principals[].grants[].allows[]'
`,
    )
    .action(async (environment: string, options: PermissionsOptions) => {
      const { printPermissions } = await import('../permissions/permissions.ts');
      await printPermissions(environment, options, io);
    });
}

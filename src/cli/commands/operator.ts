import { InvalidArgumentError, Option, type Command } from 'commander';
import { withClusterOptions } from '../cluster.ts';
import type { Io } from '../io.ts';
import type { OperatorArguments } from '../operator.ts';

/** `planewright operator`: runs the operator until it is stopped. */
export function addOperatorCommand(program: Command, io: Io): void {
  withClusterOptions(
    program
      .command('operator')
      .summary('run the operator until it is stopped')
      .description(
        'Watches the resources and brings about what they declare: data planes in the cluster, organizations at the ' +
          'vendor. In a cluster it runs as a Deployment; from a terminal it works with your own rights.',
      ),
  )
    .addOption(
      new Option('--mode <mode>', 'act, or observe: decide and report, but change nothing')
        .choices(['act', 'observe'])
        .default('act'),
    )
    .option(
      '--namespaces <names>',
      'namespaces whose Secrets and workloads it may use, by comma; default: wherever resources are',
      (text) => text.split(',').filter((name) => name !== ''),
    )
    .option(
      '--own-namespace <name>',
      'namespace of its lease and its hash key; default: POD_NAMESPACE, else planewright-system',
    )
    .option('--port <number>', 'serve /healthz, /readyz and /metrics on this port; default: not served', port)
    .option('--workers <number>', 'passes at once, of each kind', positive, 8)
    .option('--no-leader-election', 'do not wait for the lease; only where no other replica can run')
    .addOption(
      new Option('--log-level <level>', 'how much to log').choices(['debug', 'info', 'warn', 'error']).default('info'),
    )
    .addHelpText(
      'after',
      `
It logs JSON lines to standard error, and ends in good order on SIGTERM or Ctrl-C.

Examples:
  planewright operator --mode observe            the first day on a live organization
  planewright operator --namespaces acme --port 8080
  planewright operator --context staging --log-level debug
`,
    )
    .action(async (options: OperatorArguments) => {
      const { runOperatorCommand } = await import('../operator.ts');
      await runOperatorCommand(options, io);
    });
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new InvalidArgumentError('It must be a port from 1 to 65535.');
  }
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 256) {
    throw new InvalidArgumentError('It must be a whole number from 1 to 256.');
  }
  return value;
}

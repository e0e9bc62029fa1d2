import { InvalidArgumentError, type Command } from 'commander';
import type { Io } from '../io.ts';

export interface SimulatorOptions {
  readonly speed: number;
}

/** `planewright simulator`: serves the stand-ins until it is stopped. */
export function addSimulatorCommand(program: Command, io: Io): void {
  program
    .command('simulator')
    .summary('serve a stand-in cluster and a stand-in vendor API')
    .description(
      "Serves a Kubernetes API server that plays Deployments and has our CRDs, and the vendor's admin API with one " +
        'organization, on loopback, until it is stopped. Nothing is kept. For trying things out and for tests.',
    )
    .option('--speed <factor>', 'how many times faster their time runs', factor, 1)
    .addHelpText(
      'after',
      `
It prints a kubeconfig and the API's URL. Namespace braintrust has a Secret braintrust-token that the API accepts.

Examples:
  planewright simulator
  KUBECONFIG=<printed> kubectl get crds
  KUBECONFIG=<printed> planewright operator --no-leader-election
`,
    )
    .action(async (options: SimulatorOptions) => {
      const { runSimulator } = await import('../simulator/run.ts');
      await runSimulator(options, io);
    });
}

function factor(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 1000)) throw new InvalidArgumentError('It must be a number from 1 to 1000.');
  return value;
}

import { uninstallEnvironment } from '../../install/uninstall-environment.ts';
import { kubeClient } from '../../kube/kube-client.ts';
import { systemClock } from '../../runtime/clock.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import type { UninstallCommandOptions } from '../commands/uninstall.ts';
import { openEnvironment } from '../environment.ts';
import { tellUninstalled } from '../install.ts';
import type { Io } from '../io.ts';
import { connectTo } from './connection.ts';
import { outputsFor } from './state-outputs.ts';

/** Takes away what installing an environment made, and prints what stays. */
export async function runUninstallEnvironment(
  nameOrPath: string,
  options: UninstallCommandOptions,
  io: Io,
): Promise<void> {
  const { plane = false, namespace } = options;
  if (options.crds === true) {
    throw new PlanewrightError('InvalidArgument', 'The kinds belong to every resource in the cluster.', {
      next: `First planewright uninstall ${nameOrPath} --plane, then planewright uninstall --crds: it is refused while there is a resource.`,
    });
  }
  const { environment } = await openEnvironment(nameOrPath, io);
  const { name } = environment.metadata;
  const outputs = await outputsFor(nameOrPath, environment, options, io);
  const connection = await connectTo(environment, outputs, options, io);
  try {
    if (plane) await confirm(name, connection.server, options, io);
    const ports = { client: kubeClient(connection.transport), clock: systemClock };
    const result = await uninstallEnvironment(ports, { environment: name, namespace, plane }, io.signal);
    tellUninstalled(result, options, io);
  } finally {
    connection.close();
  }
}

/** @throws PlanewrightError InvalidArgument where it was not confirmed, or for another environment. */
async function confirm(name: string, server: string, options: UninstallCommandOptions, io: Io): Promise<void> {
  if (options.confirm === undefined && !io.isInteractive) {
    throw new PlanewrightError('InvalidArgument', `There is nobody to ask whether the plane of ${name} shall go.`, {
      next: `Give --confirm ${name}`,
    });
  }
  const question = `The plane of ${name} in ${server} would stop serving. Type ${name} to go on: `;
  const answer = options.confirm ?? (await io.ask(question));
  if (answer === name) return;
  throw new PlanewrightError('InvalidArgument', `Confirmed was ${answer}, but this is ${name}. Nothing was deleted.`);
}

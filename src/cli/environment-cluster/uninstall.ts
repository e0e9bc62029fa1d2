import { uninstallEnvironment } from '../../install/uninstall-environment.ts';
import { kubeClient } from '../../kube/kube-client.ts';
import { systemClock } from '../../runtime/clock.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import type { UninstallCommandOptions } from '../commands/uninstall.ts';
import { confirmed } from '../engine/confirm.ts';
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
    if (plane) {
      io.err(`The plane of ${name} in ${connection.server} will stop serving.\n`);
      await confirmed(name, options.confirm, { verb: 'delete the plane', done: 'deleted' }, io);
    }
    const ports = { client: kubeClient(connection.transport), clock: systemClock };
    const result = await uninstallEnvironment(ports, { environment: name, namespace, plane }, io.signal);
    tellUninstalled(result, options, io);
  } finally {
    connection.close();
  }
}

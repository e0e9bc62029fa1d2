import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import type { InstallCommandOptions } from '../commands/install.ts';
import { openEnvironment } from '../environment.ts';
import type { Io } from '../io.ts';
import { carryOutInCluster } from './carry-out.ts';
import { compareCluster, realChanges, type ClusterChanges } from './changes.ts';
import { connectTo } from './connection.ts';
import { clusterPart, wholeNumber } from './part.ts';
import { outputsFor } from './state-outputs.ts';
import { changesAsText } from './text.ts';

/** Installs the operator and what of an environment stands in its cluster, or prints what that would change. */
export async function installEnvironment(nameOrPath: string, options: InstallCommandOptions, io: Io): Promise<void> {
  if (options.govern !== undefined) {
    throw new PlanewrightError('InvalidArgument', 'Which namespaces are governed is said by the environment.', {
      next: 'Leave --govern out, and set spec.plane.namespace or spec.organization.namespace.',
    });
  }
  const timeoutMs = wholeNumber('--timeout', options.timeout, 1, 86_400) * 1000;
  const { environment } = await openEnvironment(nameOrPath, io);
  const outputs = await outputsFor(nameOrPath, environment, options, io);
  const part = clusterPart(environment, outputs, options);
  const connection = await connectTo(environment, outputs, options, io);
  try {
    const compared = await compareCluster(connection, part, io.signal);
    const { changes } = compared;
    const isDiff = options.diff === true;
    const real = realChanges(changes);
    if (!isDiff) await carryOutInCluster(connection, part, compared, { timeoutMs }, io);
    if (options.output === 'json')
      io.out(`${JSON.stringify(asJson(environment, connection.server, changes), null, 2)}\n`);
    else if (isDiff) io.out(changesAsText(changes, connection.server));
    else io.out(real.length === 0 ? 'Installed; nothing changed.\n' : `Installed: ${real.length} objects changed.\n`);
    io.exit(isDiff && real.length > 0 ? 2 : 0);
  } finally {
    connection.close();
  }
}

function asJson({ metadata }: Environment, server: string, { objects, kept }: ClusterChanges): object {
  return { environment: metadata.name, server, objects, kept };
}

import type { LoadedEnvironment } from '../../../stacks/environment/load.ts';
import { cloudOf } from '../../../stacks/programs.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import { openEnvironment } from '../environment.ts';
import type { Io } from '../io.ts';

/** @throws PlanewrightError where the file does not hold, or nothing of it is in a cloud. */
export async function openInCloud(nameOrPath: string, io: Io): Promise<LoadedEnvironment> {
  const loaded = await openEnvironment(nameOrPath, io);
  const { environment } = loaded;
  if (cloudOf(environment) === undefined) {
    throw new PlanewrightError(
      'InvalidArgument',
      `Environment ${environment.metadata.name} makes nothing in a cloud.`,
      {
        next: `What there is of it stands in a cluster: planewright install ${nameOrPath} --kubeconfig FILE, or planewright uninstall.`,
      },
    );
  }
  return loaded;
}

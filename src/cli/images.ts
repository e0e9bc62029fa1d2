import type { Environment } from '../../stacks/environment/schema/environment.ts';
import { isAws } from '../../stacks/environment/kinds.ts';
import { autoscalerImage } from '../../stacks/aws/kubernetes/autoscaler-image.ts';
import { componentContracts, components } from '../dataplane/contract/components.ts';
import { imageFor } from '../dataplane/releases/image.ts';
import { operatorRepository } from '../install/image.ts';
import type { ImagesOptions } from './commands/images.ts';
import { openEnvironment } from './environment.ts';
import type { Io } from './io.ts';
import { table } from './ui/table.ts';
import { version } from './version.ts';

interface Image {
  readonly image: string;
  /** Parts that run it. */
  readonly runs: readonly string[];
}

export async function listImages(name: string, output: ImagesOptions['output'], io: Io): Promise<void> {
  const { environment } = await openEnvironment(name, io);
  const images = imagesOf(environment);
  if (output === 'json') io.out(`${JSON.stringify({ environment: environment.metadata.name, images }, null, 2)}\n`);
  else if (output === 'names') io.out(images.map(({ image }) => `${image}\n`).join(''));
  else
    io.out(
      table(
        ['IMAGE', 'RUNS'],
        images.map(({ image, runs }) => [image, runs.join(', ')]),
      ),
    );
}

/** Images of the plane, unless the vendor brings them, and of the operator, which has the version of this program. */
function imagesOf(environment: Environment): readonly Image[] {
  const { spec } = environment;
  const operator = { image: `${operatorRepository}:${version}`, runs: ['operator'] };
  if (spec.mode !== 'SelfHosted') return [operator];
  const groups = Map.groupBy(components, (component) =>
    imageFor(componentContracts[component].repository, spec.version),
  );
  return [...[...groups].map(([image, runs]) => ({ image, runs })), operator, ...imagesOfCluster(environment)];
}

/** What we put into a cluster that we make beside the plane; add-ons of the cloud come from its own registry. */
function imagesOfCluster(environment: Environment): readonly Image[] {
  if (!isAws(environment) || environment.spec.kubernetes.type !== 'New') return [];
  return [{ image: autoscalerImage(environment.spec.kubernetes.version), runs: ['cluster-autoscaler'] }];
}

import { identityContracts } from '../../dataplane/contract/identity.ts';
import type { EnvironmentSet } from '../../install/environment.ts';
import { operatorRepository } from '../../install/image.ts';
import type { Installation } from '../../install/install.ts';
import type { OperatorIdentity } from '../../install/objects.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import { clusterObjects, governedNamespaces, isSelfHosted, operatorIdentity } from '../../../stacks/cluster/objects.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { PlaneOutputs } from '../../../stacks/outputs.ts';
import { version } from '../version.ts';

/** How the operator is installed; what is left out is as `planewright install` has it. */
export interface OperatorOptions {
  readonly namespace?: string;
  readonly image?: string;
  readonly mode?: 'act' | 'observe';
  readonly replicas?: string;
  readonly pullSecret?: readonly string[];
  readonly allowDowngrade?: true;
}

/** Everything that an environment is in its cluster. */
export interface ClusterPart {
  readonly environment: Environment;
  readonly outputs: PlaneOutputs | undefined;
  readonly installation: Installation;
  readonly set: EnvironmentSet;
}

/** Image of a release; `--image` names another one. */
const releasedImage = `${operatorRepository}:${version}`;

export const operatorNamespace = 'planewright-system';

export function clusterPart(
  environment: Environment,
  outputs: PlaneOutputs | undefined,
  options: OperatorOptions,
): ClusterPart {
  const installation = installationOf(options, governedNamespaces(environment));
  const identity = identityOf(environment, outputs);
  return {
    environment,
    outputs,
    installation: { ...installation, ...(identity !== undefined && { identity }) },
    set: {
      environment: environment.metadata.name,
      namespace: installation.namespace,
      objects: clusterObjects(environment, outputs),
    },
  };
}

/** @throws PlanewrightError InvalidArgument. */
export function installationOf(options: OperatorOptions, governed: readonly string[]): Installation {
  const { namespace = operatorNamespace, image = releasedImage, mode = 'act', replicas = '1' } = options;
  return {
    namespace,
    governedNamespaces: [...new Set(governed)],
    image,
    mode,
    replicas: wholeNumber('--replicas', replicas, 1, 16),
    version,
    ...(options.pullSecret !== undefined && { imagePullSecrets: options.pullSecret }),
    ...(options.allowDowngrade === true && { allowDowngrade: true }),
  };
}

/** The DataPlane of an environment, where it has one. */
export function planeOf(environment: Environment): { readonly namespace: string; readonly name: string } | undefined {
  if (!isSelfHosted(environment)) return undefined;
  return { namespace: environment.spec.plane.namespace, name: environment.metadata.name };
}

function identityOf(environment: Environment, outputs: PlaneOutputs | undefined): OperatorIdentity | undefined {
  if (outputs === undefined) return undefined;
  const { podLabel } = identityContracts.azure;
  return {
    annotations: operatorIdentity(environment, outputs),
    podLabels: outputs.provider === 'azure' ? { [podLabel.name]: podLabel.value } : {},
  };
}

export function wholeNumber(option: string, text: string, from: number, to: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= from && number <= to) return number;
  throw new PlanewrightError('InvalidArgument', `${option} must be a whole number from ${from} to ${to}.`);
}

import type { SelfHostedEnvironment } from '../../../stacks/environment/schema/environment.ts';
import { isSelfHosted } from '../../../stacks/cluster/objects.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { nameOf } from '../../../stacks/naming/name-of.ts';
import type { PlaneOutputs } from '../../../stacks/outputs.ts';
import { aksTokens, eksTokens, gkeTokens, type ClusterToken } from '../../clouds/cluster-tokens.ts';
import { CloudFailure } from '../../clouds/failure.ts';
import type { RestCall } from '../../clouds/rest.ts';
import type { ClusterConnection } from '../../kube/cluster-connection.ts';
import { tokenConnection } from '../../kube/token-connection.ts';
import { isPlainObject } from '../../runtime/canonical-json.ts';
import { systemClock } from '../../runtime/clock.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import type { Io } from '../io.ts';
import { version } from '../version.ts';

/** Whether the environment makes its cluster: then its outputs say how to reach it. */
export function makesCluster(environment: Environment): environment is SelfHostedEnvironment {
  return isSelfHosted(environment) && environment.spec.kubernetes.type !== 'Existing';
}

/**
 * Connects to the cluster that an environment made, as whoever is signed in to its cloud; without a kubeconfig and without
 * the clouds' command lines.
 * @throws PlanewrightError ClusterUnreachable where nobody is signed in.
 */
export async function connectToMade(
  environment: SelfHostedEnvironment,
  outputs: PlaneOutputs,
  io: Pick<Io, 'env' | 'signal'>,
): Promise<ClusterConnection> {
  const server = outputs.clusterEndpoint;
  if (server === undefined) {
    throw new PlanewrightError(
      'NotBroughtUp',
      `The outputs of ${environment.metadata.name} hold no address of a cluster.`,
      {
        next: 'planewright up ENV',
      },
    );
  }
  try {
    const { token, ca } = await accessTo(environment, outputs, io);
    // Whoever is not signed in shall know before the first request, and by that name.
    await token();
    return tokenConnection({
      server,
      ca,
      token,
      clock: systemClock,
      proxyEnv: io.env,
      userAgent: `planewright/${version}`,
    });
  } catch (error) {
    if (!(error instanceof CloudFailure)) throw error;
    throw new PlanewrightError(
      'ClusterUnreachable',
      `No token for the cluster ${server} could be had: ${error.message}`,
      {
        cause: error,
        next: 'Sign in to the cloud as the environment is carried out, or name a kubeconfig with --kubeconfig.',
      },
    );
  }
}

async function accessTo(
  environment: SelfHostedEnvironment,
  outputs: PlaneOutputs,
  { env, signal }: Pick<Io, 'env' | 'signal'>,
): Promise<{ readonly token: ClusterToken; readonly ca: string }> {
  const { clusterName } = outputs;
  switch (outputs.provider) {
    case 'aws':
      return {
        token: await eksTokens({ region: outputs.region, clusterName }, () => systemClock.now()),
        ca: caIn(outputs),
      };
    case 'google':
      return { token: await gkeTokens(), ca: caIn(outputs) };
    case 'azure': {
      const { azureCall } = await import('../../clouds/azure.ts');
      return {
        token: await aksTokens(),
        ca: await aksAuthority(environment, clusterName, await azureCall(env), signal),
      };
    }
  }
}

function caIn({ clusterCertificateAuthority, clusterName }: PlaneOutputs): string {
  if (clusterCertificateAuthority !== undefined) return pem(clusterCertificateAuthority);
  throw new PlanewrightError('NotBroughtUp', `The outputs hold no certificate authority of cluster ${clusterName}.`);
}

function pem(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

/**
 * Whom to believe is in the kubeconfig that AKS hands out, and nowhere else. Source: Azure REST, Managed Clusters - List
 * Cluster User Credentials; with `format=exec` no credential is in it.
 */
export async function aksAuthority(
  environment: SelfHostedEnvironment,
  clusterName: string,
  call: RestCall,
  signal: AbortSignal,
): Promise<string> {
  const { cloud } = environment.spec;
  if (cloud.provider !== 'azure') throw new TypeError('only Azure has AKS');
  const group = cloud.resourceGroup ?? nameOf(environment, 'azure-native:resources:ResourceGroup', 'plane');
  const cluster = `/subscriptions/${cloud.subscriptionId}/resourceGroups/${group}/providers/Microsoft.ContainerService/managedClusters/${clusterName}`;
  const url = `https://management.azure.com${cluster}/listClusterUserCredential?api-version=2024-09-01&format=exec`;
  const answer = await call({ method: 'POST', url }, signal);
  const [first] =
    isPlainObject(answer) && Array.isArray(answer['kubeconfigs']) ? (answer['kubeconfigs'] as readonly unknown[]) : [];
  const text = isPlainObject(first) && typeof first['value'] === 'string' ? pem(first['value']) : '';
  const [, authority] = /certificate-authority-data:\s*["']?([A-Za-z0-9+/=]+)/.exec(text) ?? [];
  if (authority !== undefined) return pem(authority);
  throw new CloudFailure('refused', 'NoAuthority', `POST ${cluster}: the kubeconfig holds no certificate authority.`);
}

import { isSelfHosted } from '../../../stacks/cluster/objects.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { PlaneOutputs } from '../../../stacks/outputs.ts';
import type { ClusterConnection } from '../../kube/cluster-connection.ts';
import { kubeClient } from '../../kube/kube-client.ts';
import { systemClock } from '../../runtime/clock.ts';
import type { GoOnOptions } from '../go-on-options.ts';
import type { Io } from '../io.ts';
import { carryOutInCluster } from './carry-out.ts';
import { compareCluster, realChanges, type ClusterChanges } from './changes.ts';
import { connectTo } from './connection.ts';
import { handedOver } from './outputs.ts';
import { clusterPart, planeOf, wholeNumber } from './part.ts';
import { waitForPlane } from './wait.ts';

export interface WaitOptions {
  /** Seconds. */
  readonly timeout?: string;
  /** False with `--no-wait`. */
  readonly wait?: boolean;
}

/** What was done in the cluster. */
export interface DoneInCluster {
  readonly server: string;
  readonly changes: ClusterChanges;
  /** Whether the plane was waited for until it was Ready. */
  readonly ready: boolean;
}

/** Up to this long the operator may take to be up: an image is pulled, a node may be added. */
const operatorMs = 900_000;
const planeSeconds = '3600';

/** Goes on into the cluster after the cloud: what differs is applied, then the plane is waited for. */
export async function goOn(
  nameOrPath: string,
  environment: Environment,
  outputs: Readonly<Record<string, unknown>> | undefined,
  options: GoOnOptions & WaitOptions,
  io: Io,
): Promise<DoneInCluster> {
  const timeoutMs = waitMs(options);
  try {
    const part = clusterPart(environment, handedOver(environment, outputs), options);
    const connection = await connectTo(environment, part.outputs, options, io);
    try {
      const compared = await compareCluster(connection, part, io.signal);
      const { changes } = compared;
      if (realChanges(changes).length > 0 || changes.kept.length > 0) {
        await carryOutInCluster(connection, part, compared, { timeoutMs: Math.min(timeoutMs, operatorMs) }, io);
      }
      tellDnsRecords(environment, part.outputs, io);
      const ready = options.wait !== false && (await waited(connection, environment, timeoutMs, io));
      return { server: connection.server, changes, ready };
    } finally {
      connection.close();
    }
  } catch (error) {
    if (!io.signal.aborted) {
      io.err(
        `The cloud part of ${environment.metadata.name} is done, and so is what is told of the cluster. planewright up ${nameOrPath} goes on from here.\n`,
      );
    }
    throw error;
  }
}

/** Milliseconds. @throws PlanewrightError InvalidArgument. */
export function waitMs({ timeout = planeSeconds }: WaitOptions): number {
  return wholeNumber('--timeout', timeout, 1, 86_400) * 1000;
}

async function waited(
  { transport }: ClusterConnection,
  environment: Environment,
  timeoutMs: number,
  io: Io,
): Promise<boolean> {
  const plane = planeOf(environment);
  if (plane === undefined) return false;
  const tell = (line: string): void => io.err(`  … plane: ${line}\n`);
  await waitForPlane({ client: kubeClient(transport), clock: systemClock }, plane, {
    timeoutMs,
    signal: io.signal,
    tell,
  });
  return true;
}

function tellDnsRecords(environment: Environment, outputs: PlaneOutputs | undefined, io: Io): void {
  if (!isSelfHosted(environment) || outputs === undefined || outputs.dnsRecords.length === 0) return;
  io.err('DNS is kept elsewhere; these records must be there:\n');
  for (const { name, type, value } of outputs.dnsRecords) io.err(`  ${name}  ${type}  ${value}\n`);
}

/** What comes next, for the end of a run. */
export function nextSteps(environment: Environment, outputs: PlaneOutputs | undefined, ready: boolean): string {
  if (!isSelfHosted(environment) || outputs === undefined) return '';
  const { planeUrl } = outputs;
  const { governed, namespace, tokenSecretRef } = environment.spec.organization;
  const lines = [
    `The plane is ${ready ? 'Ready' : 'on its way (planewright status shows how far)'}: ${planeUrl}`,
    `  Set ${planeUrl} as API URL in the product: Settings, Data plane; leave proxy and realtime blank.`,
    ...(governed
      ? [
          `  Its organization is governed once the Secret ${namespace}/${tokenSecretRef.name} holds a token, key ${tokenSecretRef.key}.`,
        ]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

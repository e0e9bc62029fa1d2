import { dataPlaneProp, foundations, namespaces, organizationName, organizationProps, type Prop } from './scene.ts';
import type { SceneSecrets } from './scene.ts';
import { httpProbe } from '../../dataplane/probe.ts';
import { kubeClient } from '../../kube/kube-client.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { KubeObject } from '../../kube/objects.ts';
import { kubeconfigConnection } from '../../kube/kubeconfig.ts';
import { runOperator } from '../../operator/main.ts';
import { abortScope } from '../../runtime/abort.ts';
import { systemClock, type Clock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import { systemRandomness } from '../../runtime/randomness.ts';
import { scaledClock } from '../../simulator/scaled-clock.ts';
import { httpWays } from '../admin-api.ts';
import { startStandIns, type StandIns } from '../simulator/stand-ins.ts';

/** So much faster does time run in the demo: half an hour in a minute. */
export const speed = 30;

/** Everything that runs in the demo: the stand-ins over HTTP, the operator as it is, and users who keep asking. */
export interface Stage {
  readonly clock: Clock;
  /** Aborted when the demo is stopped, and when the operator fails. */
  readonly signal: AbortSignal;
  readonly standIns: StandIns;
  readonly secrets: SceneSecrets;
  /** A person with kubectl. */
  readonly person: Actor;
  close(): Promise<void>;
}

interface Actor {
  apply(...props: readonly Prop[]): Promise<void>;
}

/** @param faster How many times faster than this machine's the time of the stand-ins and the operator runs. */
export async function setStage(
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
  faster = speed,
): Promise<Stage> {
  const clock = scaledClock(systemClock, faster);
  const secrets = newSecrets();
  const standIns = await startStandIns({
    clock,
    randomness: systemRandomness,
    organization: organizationName,
    token: secrets.operatorToken,
    namespaces: [],
    planeNamespace: namespaces.plane,
  });
  const stop = abortScope(signal);
  const connection = await kubeconfigConnection({
    clock,
    env: {},
    path: standIns.kubeconfig,
    userAgent: 'planewright',
  });
  const ways = httpWays(clock, { ...env, NO_PROXY: '127.0.0.1' });
  const operator = runOperator(
    {
      kube: connection.transport,
      clock,
      randomness: systemRandomness,
      log: silentLog,
      ownNamespace: 'planewright-system',
      identity: 'demo',
      mode: 'act',
      // It is alone, and a lease is short where time runs so fast.
      electLeader: false,
      transportFor: ways.api,
      // The plane has no address outside of the stand-in cluster.
      probe: httpProbe({ clock, transportFor: () => standIns.plane.handle }),
    },
    stop.signal,
  );
  const users = keepAsking(standIns, clock, stop.signal);
  // An end that nobody asked for ends the demo, with its reason.
  operator.catch((error: unknown) => stop.abort(error instanceof Error ? error : new Error(String(error))));
  return {
    clock,
    signal: stop.signal,
    standIns,
    secrets,
    person: actor(kubeClient(standIns.kube.handle), stop.signal),
    close: async () => {
      stop.abort(new Error('the demo is over'));
      await Promise.allSettled([operator, users]);
      connection.close();
      await standIns.close();
    },
  };
}

/** What a person applies at the beginning, in the order in which files would be applied. */
export function openingProps({ secrets, standIns }: Stage, version: string): readonly Prop[] {
  return [...foundations(secrets), ...organizationProps(standIns.apiUrl), dataPlaneProp(version)];
}

function actor(client: KubeClient, signal: AbortSignal): Actor {
  return {
    apply: async (...props) => {
      for (const { type, object } of props) {
        await client.apply(type, object, { fieldManager: 'kubectl', force: true }, signal);
      }
    },
  };
}

/** Users of the plane: a query every two seconds, as soon as there is an API to ask. */
async function keepAsking({ plane, kube }: StandIns, clock: Clock, signal: AbortSignal): Promise<void> {
  const body = JSON.stringify({ query: "from: project_logs('support-bot') | select: *" });
  const headers = { 'content-type': 'application/json' };
  try {
    for (;;) {
      await clock.sleep(2_000, signal);
      if (planeIsReady(kube)) await plane.handle({ method: 'POST', path: '/btql', headers, body }, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Nobody asks a plane that was never announced. */
function planeIsReady(kube: StandIns['kube']): boolean {
  const planes = kube.objects('planewright.dev/dataplanes') as readonly { status?: { readyOnce?: boolean } }[];
  return planes.some(({ status }) => status?.readyOnce === true);
}

/** A stored object of the stand-in cluster. */
export function objectOf(
  standIns: StandIns,
  resource: string,
  namespace: string,
  name: string,
): KubeObject | undefined {
  return (standIns.kube.objects(resource) as readonly unknown[] as readonly KubeObject[]).find(
    ({ metadata }) => metadata.namespace === namespace && metadata.name === name,
  );
}

function newSecrets(): SceneSecrets {
  const made = (prefix: string): string => `${prefix}${Buffer.from(systemRandomness.bytes(18)).toString('base64url')}`;
  const all = {
    operatorToken: made('bt-st-'),
    openaiKey: made('sk-'),
    webhookSecret: made(''),
    postgresPassword: made(''),
    redisPassword: made(''),
    licenseKey: made(''),
  };
  return all;
}

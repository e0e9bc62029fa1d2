import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resourceTypeOf, kinds, type KindName } from '../../../src/api/index.ts';
import {
  coreTypes,
  foundations,
  namespaces,
  organizationName,
  type Prop,
  type SceneSecrets,
} from '../../../src/cli/demo/scene.ts';
import type { KubeClient } from '../../../src/kube/client.ts';
import { kubeClient } from '../../../src/kube/kube-client.ts';
import { isKubeError } from '../../../src/kube/kube-error.ts';
import type { KubeObject, ResourceType } from '../../../src/kube/objects.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { must } from '../../../src/runtime/must.ts';
import { systemRandomness } from '../../../src/runtime/randomness.ts';
import type { Transport, WireRequest, WireResponse } from '../../../src/runtime/transport.ts';
import { braintrustSimulator, type BraintrustSimulator } from '../../../src/simulator/braintrust/simulator.ts';
import { serve } from '../../../src/simulator/http-server.ts';
import { planeSimulator, type PlaneSimulator } from '../../../src/simulator/plane/simulator.ts';
import { eventually, type Connection } from '../../support/control-plane/connection.ts';
import { writeKubeconfig } from '../../support/control-plane/kubeconfig.ts';
import { freeLoopbackPorts } from '../../support/control-plane/loopback-ports.ts';
import { startOperatorHere } from './hurried-operator.ts';
import { install, operatorNamespace } from './installation.ts';
import {
  startHurriedOperator,
  startShippedOperator,
  type HurriedStart,
  type OperatorProcess,
} from './operator-start.ts';
import { operatorName } from '../../../src/install/objects.ts';

/** Takes a request of the operator to the vendor's stand-in, or lets something happen around it. */
type Interception = (request: WireRequest, carryOut: () => Promise<WireResponse>) => Promise<WireResponse>;

export interface World {
  /** When it began, as the audit log writes times: other worlds of the same control plane came before. */
  readonly since: string;
  readonly cluster: Connection;
  readonly kube: KubeClient;
  /** Where the plane and the organization's resources are. */
  readonly namespace: string;
  /** Asks for copies of provider keys. */
  readonly consumer: string;
  readonly api: BraintrustSimulator;
  readonly apiUrl: string;
  readonly plane: PlaneSimulator;
  readonly secrets: SceneSecrets;
  /** Applies objects of the scene, moved into this world's namespaces. */
  readonly apply: (...props: readonly Prop[]) => Promise<void>;
  readonly get: (type: ResourceType, name: string, namespace?: string) => Promise<KubeObject | undefined>;
  /** A condition of a resource, as `True Reason`. */
  readonly condition: (kind: KindName, name: string, type?: string) => Promise<string | undefined>;
  readonly untilReady: (...resources: readonly (readonly [KindName, string])[]) => Promise<void>;
  /** Starts an operator; there is one at a time. */
  readonly startOperator: (pace: Pace) => Promise<void>;
  /** Asks the health port of an operator that was started as shipped. */
  readonly health: (path: string) => Promise<{ readonly status: number; readonly body: string }>;
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly running: () => boolean;
  /** Of the operator that was started last. */
  readonly identity: () => string;
  /** What all operators of this world have written. */
  readonly output: () => string;
  readonly intercept: (interception: Interception | undefined) => void;
  /** Ends everything, and takes the namespaces away whatever is left in them. */
  readonly close: () => Promise<void>;
}

/**
 * `shipped`: the command that the image starts, at the pace of the clock, and elected among replicas. Otherwise so many of
 * the operator's seconds pass in one, and nobody is elected unless it is said; `inThisProcess` saves the start of a process, and there is nothing to kill then.
 */
export type Pace =
  'shipped' | (Pick<HurriedStart, 'hurry' | 'elected' | 'stored'> & { readonly inThisProcess?: boolean });

const never = new AbortController().signal;
const fieldManager = 'person';

/** A fresh organization and two namespaces under one installation. */
export async function createWorld(cluster: Connection): Promise<World> {
  const since = new Date().toISOString();
  const suffix = randomBytes(4).toString('hex');
  const namespace = `plane-${suffix}`;
  const consumer = `consumer-${suffix}`;
  const secrets = sceneSecrets();
  const kube = kubeClient(cluster.adminTransport, { fieldManager });
  const api = organizationStandIn(secrets.operatorToken);
  let interception: Interception | undefined;
  const guarded: Transport = (request, signal) => {
    const carryOut = () => api.handle(request, signal);
    return interception === undefined ? carryOut() : interception(request, carryOut);
  };
  const plane = planeSimulator({ transport: cluster.adminTransport, namespace, clock: systemClock });
  const [servedApi, servedPlane] = await Promise.all(
    [guarded, plane.handle].map((handler) => serve(handler, { randomness: systemRandomness })),
  );
  const apiUrl = must(servedApi, 'both are served').url;
  const planeUrl = must(servedPlane, 'both are served').url;

  const place = (prop: Prop): Prop => moved(prop, namespace, consumer);
  const apply = async (...props: readonly Prop[]): Promise<void> => {
    for (const { type, object } of props.map(place)) {
      await kube.apply(type, object, { fieldManager, force: true }, never);
    }
  };
  const [spaces, rest] = [foundations(secrets).slice(0, 2), foundations(secrets).slice(2)];
  await apply(...spaces);
  await install(cluster, [namespace, consumer]);
  await apply(...rest);

  const folder = await mkdtemp(join(tmpdir(), 'planewright-spine-'));
  const [healthPort = 0] = await freeLoopbackPorts(1);
  const processes: OperatorProcess[] = [];
  const identityOf = (ordinal: number): string => `operator-${suffix}-${ordinal}`;
  const current = (): OperatorProcess => must(processes.at(-1), 'an operator was started');
  const get: World['get'] = (type, name, where = namespace) => kube.get(type, { namespace: where, name }, never);
  const condition: World['condition'] = async (kind, name, type = 'Ready') => {
    const definition = must(
      kinds.find((one) => one.kind === kind),
      'a kind of the registry',
    );
    const object = (await get(resourceTypeOf(definition), name)) as WithConditions | undefined;
    const found = object?.status?.conditions?.find((one) => one.type === type);
    return found && `${found.status} ${found.reason}: ${found.message}`;
  };
  const world: World = {
    since,
    cluster,
    kube,
    namespace,
    consumer,
    api,
    apiUrl,
    plane,
    secrets,
    apply,
    get,
    condition,
    untilReady: async (...resources) => {
      for (const [kind, name] of resources) {
        let last: string | undefined;
        await eventually(
          `${kind} ${name} to be ready`,
          async () => {
            if (processes.length > 0 && !current().running()) throw new Error(current().output().slice(-3000));
            last = await condition(kind, name);
            return last?.startsWith('True') === true ? true : undefined;
          },
          90_000,
        ).catch((cause: unknown) => {
          throw new Error(`${kind} ${name} says: ${last}\n${current().output().slice(-3000)}`, { cause });
        });
      }
    },
    startOperator: async (pace) => {
      const { url, caPem } = cluster;
      const token = await cluster.tokenFor({ namespace: operatorNamespace, name: operatorName });
      const identity = identityOf(processes.length + 1);
      const start = { ownNamespace: operatorNamespace, identity, governed: [namespace, consumer] };
      if (pace === 'shipped') {
        const path = join(folder, `${identity}.kubeconfig`);
        const kubeconfig = await writeKubeconfig(path, { url, caPem, user: 'operator', token });
        processes.push(startShippedOperator({ ...start, kubeconfig, port: healthPort }));
      } else {
        const { inThisProcess = false, ...rest } = pace;
        const hurried = { ...start, ...rest, url, caPem, token, planeUrl };
        processes.push(inThisProcess ? startOperatorHere(hurried) : startHurriedOperator(hurried));
      }
    },
    health: async (path) => {
      const answer = await fetch(`http://127.0.0.1:${healthPort}${path}`);
      return { status: answer.status, body: await answer.text() };
    },
    kill: () => current().kill(),
    stop: () => current().stop(),
    running: () => current().running(),
    identity: () => identityOf(processes.length),
    output: () => processes.map((one) => one.output()).join(''),
    intercept: (next) => void (interception = next),
    close: async () => {
      await processes.at(-1)?.kill();
      await abandon(kube, [namespace, consumer]);
      await Promise.all([servedApi?.close(), servedPlane?.close(), rm(folder, { recursive: true })]);
    },
  };
  return world;
}

interface WithConditions extends KubeObject {
  readonly status?: {
    readonly conditions?: readonly { type: string; status: string; reason: string; message: string }[];
  };
}

function sceneSecrets(): SceneSecrets {
  const canary = (name: string): string => `canary-${name}-${randomBytes(8).toString('hex')}`;
  return {
    operatorToken: canary('token'),
    openaiKey: canary('openai'),
    webhookSecret: canary('webhook'),
    postgresPassword: canary('postgres'),
    redisPassword: canary('redis'),
    licenseKey: canary('license'),
  };
}

function organizationStandIn(token: string): BraintrustSimulator {
  return braintrustSimulator({
    clock: systemClock,
    randomness: systemRandomness,
    organizations: [{ name: organizationName }],
    tokens: [
      {
        value: token,
        account: { name: 'operator', email: 'operator@acme.test', kind: 'service' },
        organizations: [organizationName],
      },
    ],
  });
}

/** The scene's objects name two namespaces; here each story has its own. */
function moved({ type, object }: Prop, namespace: string, consumer: string): Prop {
  const places = new Map<string, string>([
    [namespaces.plane, namespace],
    [namespaces.consumer, consumer],
  ]);
  const { metadata } = object;
  const where =
    metadata.namespace === undefined ? {} : { namespace: places.get(metadata.namespace) ?? metadata.namespace };
  const name =
    type.plural === coreTypes.namespace.plural ? (places.get(metadata.name) ?? metadata.name) : metadata.name;
  const annotations = Object.fromEntries(
    Object.entries(metadata.annotations ?? {}).map(([key, value]) => [
      key,
      value.replace(`${namespaces.plane}/`, `${namespace}/`),
    ]),
  );
  return { type, object: { ...object, metadata: { ...metadata, ...where, name, annotations } } };
}

const letGo = [{ op: 'remove', path: '/metadata/finalizers' }] as const;

/** Deletes namespaces and what is in them, held or not, before the operator of a later story can look after it. */
async function abandon(kube: KubeClient, names: readonly string[]): Promise<void> {
  for (const type of [...kinds.map(resourceTypeOf), coreTypes.secret]) {
    for (const namespace of names) {
      const { items } = await kube.list<KubeObject>(type, { namespace }, never);
      for (const { metadata } of items) {
        const key = { namespace, name: metadata.name };
        const held = (metadata.finalizers ?? []).length > 0;
        if (held) await kube.jsonPatch(type, key, letGo, never).catch(ignoreGone);
        await kube.delete(type, key, {}, never);
      }
    }
  }
  for (const name of names) await kube.delete(coreTypes.namespace, { name }, {}, never);
}

/** The namespace may be going already, and this with it. */
function ignoreGone(error: unknown): void {
  if (!isKubeError(error, 'KubeNotFound')) throw error;
}

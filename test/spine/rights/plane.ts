import { planeTypes, podType, type PlaneKind } from '../../../src/dataplane/workloads/kinds.ts';
import type { JsonPatchOperation } from '../../../src/kube/client.ts';
import { resourceText } from '../../../src/kube/missing-right.ts';
import type { KubeObject, ResourceType } from '../../../src/kube/objects.ts';
import { must } from '../../../src/runtime/must.ts';
import { eventually } from '../../support/control-plane/connection.ts';
import { isAsDeclared, never, touch, typeOfKind, wasAnswered, type Proof, type Proofs, type Stage } from './proof.ts';

/** An object of each kind that a plane is made of. */
const parts: Readonly<Record<PlaneKind, string>> = {
  ServiceAccount: 'braintrust-api',
  NetworkPolicy: 'brainstore',
  ConfigMap: 'brainstore-fastreader',
  Service: 'brainstore-fastreader',
  PodDisruptionBudget: 'brainstore-fastreader',
  Deployment: 'brainstore-fastreader',
};
const leftOver = 'left-by-an-older-version';
const label = 'app.kubernetes.io/name';
const labelPath = `/metadata/labels/${label.replace('/', '~1')}`;

const key = ({ world }: Stage, name: string) => ({ namespace: world.namespace, name });

/** Somebody else changes a label of an object of the plane. */
export async function drift(stage: Stage, type: ResourceType, name: string): Promise<void> {
  const operation = { op: 'replace', path: labelPath, value: 'somebody-else' } as const;
  await stage.world.kube.jsonPatch(type, key(stage, name), [operation], never);
}

/** Whether what {@link drift} changed is as the plane declares it. */
async function isSetBack({ world }: Stage, type: ResourceType, name: string): Promise<boolean> {
  return (await world.get(type, name))?.metadata.labels?.[label] === 'braintrust';
}

/** Every pass lists them all, so that an order holds by what is there and not by what was seen a while ago. */
const listing: Proof = {
  provoke: (stage) => touch(stage, 'DataPlane'),
  cameAbout: (stage) => isAsDeclared(stage, 'DataPlane'),
};

const creating = (kind: PlaneKind): Proof => ({
  provoke: (stage) => stage.world.kube.delete(planeTypes[kind], key(stage, parts[kind]), {}, never),
  again: (stage) => touch(stage, 'DataPlane'),
  cameAbout: async ({ world }) => (await world.get(planeTypes[kind], parts[kind])) !== undefined,
});

const patching = (kind: PlaneKind): Proof => ({
  provoke: (stage) => drift(stage, planeTypes[kind], parts[kind]),
  again: (stage) => touch(stage, 'DataPlane'),
  cameAbout: (stage) => isSetBack(stage, planeTypes[kind], parts[kind]),
});

/** An object with the plane's labels that this version of Planewright does not declare: an older one made it. */
const deleting = (kind: PlaneKind): Proof => ({
  provoke: async (stage) => {
    const { world } = stage;
    const live = must(await world.get(planeTypes[kind], parts[kind]), 'a part of the plane');
    await world.kube.create(planeTypes[kind], copyOf(live), never);
  },
  again: (stage) => touch(stage, 'DataPlane'),
  cameAbout: async ({ world }) => (await world.get(planeTypes[kind], leftOver)) === undefined,
});

interface Spec {
  readonly [field: string]: unknown;
}

function copyOf(live: KubeObject & { readonly spec?: Spec; readonly data?: object }): KubeObject {
  const { apiVersion, kind, metadata, spec, data } = live;
  const { namespace, labels = {} } = metadata;
  // A Service is given an address of its own; of pods there shall be none.
  const own = { clusterIP: undefined, clusterIPs: undefined, ...(kind === 'Deployment' && { replicas: 0 }) };
  const object = {
    apiVersion,
    kind,
    metadata: { name: leftOver, ...(namespace !== undefined && { namespace }), labels },
    ...(spec !== undefined && { spec: { ...spec, ...own } }),
    ...(data !== undefined && { data }),
  };
  return object;
}

const kindsOfPlane = Object.keys(parts) as PlaneKind[];
const each = (verb: string, of: (kind: PlaneKind) => Proof): Proofs =>
  Object.fromEntries(
    kindsOfPlane.map((kind) => [
      `governed: ${verb} ${resourceText(planeTypes[kind].group, planeTypes[kind].plural)}`,
      of(kind),
    ]),
  );

const authority = { name: 'authority', key: 'bundle' } as const;

/** What a plane is made of. */
export const planeProofs: Proofs = {
  ...each('list', () => listing),
  [`governed: list ${podType.plural}`]: listing,
  ...each('create', creating),
  ...each('patch', patching),
  ...each('delete', deleting),
  'governed: get configmaps': {
    provoke: async (stage) => {
      const { world } = stage;
      const object = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: key(stage, authority.name),
        data: { [authority.key]: 'PEM' },
      };
      await world.kube.create(planeTypes.ConfigMap, object, never);
      await declareAuthority(stage);
    },
    again: (stage) => touch(stage, 'DataPlane'),
    cameAbout: async (stage) => (await wasAnswered(stage)) && (await isAsDeclared(stage, 'DataPlane')),
  },
};

async function declareAuthority(stage: Stage): Promise<void> {
  const operation: JsonPatchOperation = { op: 'add', path: '/spec/api/customCa', value: authority };
  await stage.world.kube.jsonPatch(typeOfKind('DataPlane'), key(stage, 'plane'), [operation], never);
}

/** The same drift twice, with so much time between that it is told again, and counted. */
export async function driftTwice(
  stage: Stage,
  type: ResourceType,
  name: string,
  pause: () => Promise<void>,
): Promise<void> {
  const corrected = async (): Promise<true | undefined> => ((await isSetBack(stage, type, name)) ? true : undefined);
  await drift(stage, type, name);
  await eventually('the drift to be set back', corrected);
  await pause();
  await drift(stage, type, name);
  await eventually('the drift to be set back again', corrected);
}

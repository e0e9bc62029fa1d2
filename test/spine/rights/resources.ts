import { setTimeout as sleep } from 'node:timers/promises';
import { finalizer, kinds, type KindName } from '../../../src/api/index.ts';
import { planeTypes } from '../../../src/dataplane/workloads/kinds.ts';
import { drift, driftTwice } from './plane.ts';
import {
  atItsStart,
  hurry,
  isAsDeclared,
  isReported,
  never,
  resourceNames,
  touch,
  typeOfKind,
  wasAnswered,
  type Proof,
  type Proofs,
  type Stage,
} from './proof.ts';

/** A minute of the operator's, and a little. */
const minuteMs = 60_000 / hurry + 500;

/** Without the list of a kind, what is declared of it is never looked at. */
const listing = (kind: KindName): Proof => ({
  provoke: async (stage) => {
    await stage.world.stop();
    await touch(stage, kind);
    await stage.restart();
  },
  again: () => Promise.resolve(),
  cameAbout: (stage) => isReported(stage, kind),
});

const reporting = (kind: KindName): Proof => ({
  provoke: (stage) => touch(stage, kind),
  cameAbout: (stage) => isReported(stage, kind),
});

/** Somebody takes the finalizer off; it must be back before anything is made at the vendor. */
const holding = (kind: KindName): Proof => ({
  provoke: async (stage) => {
    const { world } = stage;
    const key = { namespace: world.namespace, name: resourceNames[kind] };
    if (await isHeld(stage, kind)) {
      await world.kube.jsonPatch(typeOfKind(kind), key, [{ op: 'remove', path: '/metadata/finalizers' }], never);
    }
    await touch(stage, kind);
  },
  again: (stage) => touch(stage, kind),
  cameAbout: (stage) => isHeld(stage, kind),
});

async function isHeld({ world }: Stage, kind: KindName): Promise<boolean> {
  const found = await world.get(typeOfKind(kind), resourceNames[kind]);
  return found?.metadata.finalizers?.includes(finalizer) === true;
}

/** Drift is told beside the plane, of each object once. */
const telling: Proof = {
  provoke: (stage) => drift(stage, planeTypes.PodDisruptionBudget, 'brainstore-writer'),
  again: (stage) => drift(stage, planeTypes.PodDisruptionBudget, 'brainstore-reader'),
  cameAbout: wasAnswered,
};

/** What was told within a minute is not told again; what comes later is counted in the same Event. */
const counting: Proof = {
  provoke: (stage) => driftTwice(stage, planeTypes.PodDisruptionBudget, 'braintrust-api', () => sleep(minuteMs)),
  again: (stage) => driftTwice(stage, planeTypes.PodDisruptionBudget, 'braintrust-api', () => sleep(minuteMs)),
  cameAbout: wasAnswered,
};

const group = 'planewright.dev';
type Kind = (typeof kinds)[number];
const each = (prefix: string, suffix: string, of: (kind: KindName) => Proof, among: readonly Kind[] = kinds): Proofs =>
  Object.fromEntries(among.map(({ kind, plural }) => [`${prefix} ${plural}.${group}${suffix}`, of(kind)]));
/** A plane has nothing at the vendor that would have to be undone. */
const heldKinds = kinds.filter(({ kind }) => kind !== 'DataPlane');

/** The operator's own kinds, and what it tells of them. */
export const resourceProofs: Proofs = {
  ...each('cluster: list', '', listing),
  ...each('cluster: watch', '', () => atItsStart),
  ...each('cluster: patch', '/status', reporting),
  ...each('cluster: patch', '', holding, heldKinds),
  'cluster: get dataplanes.planewright.dev': reporting('DataPlane'),
  'cluster: get organizations.planewright.dev': {
    provoke: (stage) => touch(stage, 'DataPlane'),
    cameAbout: (stage) => isAsDeclared(stage, 'DataPlane'),
  },
  'cluster: create events': telling,
  'cluster: patch events': counting,
};

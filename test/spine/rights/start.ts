import { coreTypes } from '../../../src/cli/demo/scene.ts';
import { installSecretName, leaseName } from '../../../src/install/rights.ts';
import { leases, type Lease } from '../../../src/kube/lease-object.ts';
import { operatorNamespace } from '../support/installation.ts';
import { atItsStart, never, type Proof, type Proofs, type Stage } from './proof.ts';

/** In less of a hurry: a lease must outlast an answer that is slow to come. */
const elected = { hurry: 2, elected: true } as const;

async function leads({ world }: Stage): Promise<boolean> {
  const lease = (await world.get(leases, leaseName, operatorNamespace)) as Lease | undefined;
  return lease?.spec?.holderIdentity === world.identity();
}

/** As by an operator that ended in good order, which one without the right to patch cannot do. */
async function letGo({ world }: Stage): Promise<void> {
  const key = { namespace: operatorNamespace, name: leaseName };
  await world.kube.jsonPatch(leases, key, [{ op: 'replace', path: '/spec/holderIdentity', value: '' }], never);
}

const election = (before: (stage: Stage) => Promise<void>): Proof => ({
  provoke: async (stage) => {
    await stage.world.stop();
    await before(stage);
    await stage.restart(elected);
  },
  again: () => Promise.resolve(),
  cameAbout: leads,
});

const removed =
  (type: typeof leases, name: string) =>
  ({ world }: Stage): Promise<void> =>
    world.kube.delete(type, { namespace: operatorNamespace, name }, {}, never);

const running = ({ world }: Stage): Promise<boolean> => Promise.resolve(world.running());

/** It ends where it has no key: Kubernetes starts it again, until it is given the right. */
const key = (before: (stage: Stage) => Promise<void>): Proof => ({
  provoke: async (stage) => {
    await stage.world.stop();
    await before(stage);
    await stage.restart();
  },
  again: (stage) => stage.restart(),
  cameAbout: running,
});

const nothing = (): Promise<void> => Promise.resolve();

/** What the operator does before it looks after anything. */
export const startProofs: Proofs = {
  'own: create secrets': key(removed(coreTypes.secret, installSecretName)),
  'own: get secrets': key(nothing),
  'own: create leases.coordination.k8s.io': election(removed(leases, leaseName)),
  'own: get leases.coordination.k8s.io': election(letGo),
  'own: patch leases.coordination.k8s.io': election(letGo),
  'cluster: list namespaces': atItsStart,
  'cluster: watch namespaces': atItsStart,
  'governed: list secrets': atItsStart,
  'governed: watch secrets': atItsStart,
  ...Object.fromEntries(
    [
      'configmaps',
      'services',
      'serviceaccounts',
      'pods',
      'deployments.apps',
      'poddisruptionbudgets.policy',
      'networkpolicies.networking.k8s.io',
    ].map((kind) => [`governed: watch ${kind}`, atItsStart]),
  ),
};

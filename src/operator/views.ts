import {
  aiProvider,
  dataPlane,
  environmentVariable,
  organization,
  project,
  resourceTypeOf,
  type AIProvider,
  type DataPlane,
  type EnvironmentVariable,
  type Organization,
  type Project,
} from '../api/index.ts';
import type { KubeObject, ResourceType } from '../kube/objects.ts';
import type { NamespaceWatches, SharedWatches, Watch } from '../kube/shared-watches.ts';
import type { ObjectStore } from '../kube/store.ts';
import { askAnnotation } from '../organization/ai-provider/copies.ts';

const core = (plural: string, kind: string): ResourceType => ({
  group: '',
  version: 'v1',
  plural,
  kind,
  namespaced: true,
});

const namespaceType: ResourceType = { ...core('namespaces', 'Namespace'), namespaced: false };
const secretType = core('secrets', 'Secret');

/** What a plane is made of, and its pods: a change of any of them is worth a look at the plane. */
const planeParts: readonly ResourceType[] = [
  core('configmaps', 'ConfigMap'),
  core('services', 'Service'),
  core('serviceaccounts', 'ServiceAccount'),
  core('pods', 'Pod'),
  { group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment', namespaced: true },
  { group: 'policy', version: 'v1', plural: 'poddisruptionbudgets', kind: 'PodDisruptionBudget', namespaced: true },
  { group: 'networking.k8s.io', version: 'v1', plural: 'networkpolicies', kind: 'NetworkPolicy', namespaced: true },
];

/** What the operator sees of the cluster without asking. */
export interface Views {
  readonly organizations: Watch<Organization>;
  readonly aiProviders: Watch<AIProvider>;
  readonly environmentVariables: Watch<EnvironmentVariable>;
  readonly projects: Watch<Project>;
  readonly dataPlanes: Watch<DataPlane>;
  readonly namespaces: Watch<KubeObject>;
  /** Metadata only, namespace by namespace: there is no right to the Secrets of the whole cluster. */
  readonly secrets: NamespaceWatches<KubeObject>;
  /** Metadata only, in the namespaces of planes. */
  readonly planeParts: readonly NamespaceWatches<KubeObject>[];
}

/**
 * @param governed namespaces whose Secrets and workloads may be read. Left out: those in which there are resources of
 *   ours, for an operator that runs with a person's own rights.
 */
export function createViews(watches: SharedWatches, governed: readonly string[] | undefined): Views {
  const views: Views = {
    organizations: watches.watch<Organization>(resourceTypeOf(organization)),
    aiProviders: watches.watch<AIProvider>(resourceTypeOf(aiProvider)),
    environmentVariables: watches.watch<EnvironmentVariable>(resourceTypeOf(environmentVariable)),
    projects: watches.watch<Project>(resourceTypeOf(project)),
    dataPlanes: watches.watch<DataPlane>(resourceTypeOf(dataPlane)),
    namespaces: watches.watch<KubeObject>(namespaceType, { metadataOnly: true }),
    secrets: watches.namespaces<KubeObject>(secretType, { metadataOnly: true }),
    planeParts: planeParts.map((type) => watches.namespaces<KubeObject>(type, { metadataOnly: true })),
  };
  followNamespaces(views, governed);
  return views;
}

/** The stores of all kinds of ours. */
function resourceStores(views: Views): readonly Pick<ObjectStore<KubeObject>, 'list' | 'subscribe'>[] {
  const { organizations, aiProviders, environmentVariables, projects, dataPlanes } = views;
  // A store only gives objects out here, so that a narrower one serves as well.
  return [organizations, aiProviders, environmentVariables, projects, dataPlanes].map(
    ({ store }) => store as unknown as ObjectStore<KubeObject>,
  );
}

/**
 * Keeps the watches per namespace to where something of ours is: resources, and for Secrets also the copies of keys that a
 * namespace asks for, so that one that is deleted there is noticed.
 */
function followNamespaces(views: Views, governed: readonly string[] | undefined): void {
  const allowed = (namespace: string): boolean => governed === undefined || governed.includes(namespace);
  const stores = resourceStores(views);
  const holdsResources = (namespace: string): boolean => stores.some((store) => store.list(namespace).length > 0);
  const asks = (namespace: string): boolean =>
    views.namespaces.store.get({ name: namespace })?.metadata.annotations?.[askAnnotation] !== undefined;
  const watched = new Set<string>();
  const followSecrets = (namespace: string): void => {
    const wanted = allowed(namespace) && (holdsResources(namespace) || asks(namespace));
    if (wanted === watched.has(namespace)) return;
    if (wanted) {
      watched.add(namespace);
      views.secrets.add(namespace);
    } else {
      watched.delete(namespace);
      views.secrets.remove(namespace);
    }
  };
  const planes = views.dataPlanes.store;
  const followParts = (): void => {
    const wanted = new Set(
      planes
        .list()
        .map(({ metadata }) => metadata.namespace ?? '')
        .filter(allowed),
    );
    for (const parts of views.planeParts) parts.set(wanted);
  };
  // Only the coming and going of resources can change where they are.
  const matters = (before: unknown, after: unknown): boolean => before === undefined || after === undefined;
  for (const store of stores) store.subscribe(({ namespace = '' }) => followSecrets(namespace), { matters });
  planes.subscribe(followParts, { matters });
  views.namespaces.store.subscribe(({ name }) => followSecrets(name));
}

import type { CustomRole } from '../names.ts';

/** A role of our own making, in place of a published one that holds more than is needed. */
export interface CustomRoleOf {
  readonly title: string;
  readonly instead: string;
  readonly permissions: readonly string[];
}

const verbs = (resource: string, ...names: readonly string[]): readonly string[] =>
  names.map((name) => `${resource}.${name}`);

/** Objects of Kubernetes that support looks at: how they are set up and how they do. No secret, no map of settings. */
const looked = ['cronJobs', 'daemonSets', 'deployments', 'events', 'horizontalPodAutoscalers', 'ingresses', 'jobs']
  .concat(['namespaces', 'networkPolicies', 'nodes', 'persistentVolumeClaims', 'persistentVolumes'])
  .concat(['podDisruptionBudgets', 'pods', 'replicaSets', 'resourceQuotas', 'serviceAccounts', 'services'])
  .concat(['statefulSets', 'storageClasses']);

/** Source of the names: Google Cloud, IAM permissions reference. */
export const customRoleTable: Readonly<Record<CustomRole, CustomRoleOf>> = {
  buckets: {
    title: 'Braintrust deployer: buckets without their objects',
    instead: 'roles/storage.admin',
    permissions: verbs('storage.buckets', 'create', 'get', 'getIamPolicy', 'list', 'setIamPolicy', 'update'),
  },
  support: {
    title: 'Braintrust support: look, scale, restart',
    instead: 'roles/container.admin, roles/cloudsql.admin, roles/redis.admin, roles/compute.networkAdmin',
    permissions: [
      ...verbs('container.clusters', 'get', 'list'),
      ...looked.flatMap((resource) => verbs(`container.${resource}`, 'get', 'list')),
      ...verbs('container.deployments', 'getScale', 'updateScale'),
      ...verbs('container.statefulSets', 'getScale', 'updateScale'),
      'container.horizontalPodAutoscalers.update',
      ...verbs('container.pods', 'delete', 'evict'),
      ...verbs('cloudsql.instances', 'failover', 'get', 'list', 'restart'),
      'cloudsql.backupRuns.list',
      ...verbs('redis.instances', 'failover', 'get', 'list'),
      ...verbs('storage.buckets', 'get', 'list'),
    ].toSorted(),
  },
  diagnostics: {
    title: 'Braintrust diagnostics: shells and logs, for a while',
    instead: 'roles/container.admin and roles/logging.viewer of support',
    permissions: [
      ...verbs('container.clusters', 'get', 'list'),
      ...verbs('container.pods', 'attach', 'exec', 'get', 'getLogs', 'list', 'portForward'),
      ...verbs('logging.logEntries', 'list'),
      'logging.logs.list',
    ].toSorted(),
  },
};

import type { ByocGoogleEnvironment } from '../../../environment/schema/environment.ts';
import type { Grant } from '../../../permissions/grant.ts';
import { bootstrapNames, customRoleName } from '../names.ts';
import { opensDiagnostics, type OpenWindow } from '../../../byoc/diagnostics-window.ts';

/** Roles that the deployer may hand to others in the project: what the accounts of a plane are given. */
const handedOn = [
  'roles/artifactregistry.reader',
  'roles/container.defaultNodeServiceAccount',
  'roles/logging.logWriter',
  'roles/monitoring.metricWriter',
  'roles/stackdriver.resourceMetadata.writer',
  'roles/storage.objectViewer',
];

const looks = 'support';

/** How things are set up, without the basic role of a viewer: that one reads logs, and objects of older buckets. */
function viewing(on: readonly string[], neededBy: string): readonly Grant[] {
  return [
    {
      id: 'SeeSetup',
      allows: ['browser', 'cloudkms.viewer', 'compute.viewer', 'dns.reader', 'iam.securityReviewer']
        .concat(['monitoring.viewer', 'serviceusage.serviceUsageViewer'])
        .map((role) => `roles/${role}`),
      on,
      neededBy,
      why: 'sees network, keys, names, rights, metrics and quotas, and no content',
    },
    {
      id: 'AskGoogle',
      allows: ['roles/cloudsupport.techSupportEditor'],
      on,
      neededBy,
      why: 'asks the support of Google',
    },
  ];
}

/** The deployer. Source of the published roles: vendor's Google module, managed-byoc. */
export function deployGrants(environment: ByocGoogleEnvironment): readonly Grant[] {
  const names = bootstrapNames(environment);
  const project = [`projects/${names.project}`];
  const opens = opensDiagnostics(environment);
  const mayHand = opens ? [...handedOn, customRoleName('diagnostics', environment)] : handedOn;
  return [
    ...viewing(project, 'terraform'),
    {
      id: 'MakeNetwork',
      allows: ['roles/compute.networkAdmin', 'roles/dns.admin', 'roles/servicenetworking.networksAdmin'],
      on: project,
      neededBy: 'network',
      why: 'makes network, routes, names and private services access',
    },
    {
      id: 'MakeCluster',
      allows: ['roles/container.admin'],
      on: project,
      neededBy: 'cluster, application',
      why: 'makes the cluster and what runs in it',
    },
    {
      id: 'MakeStores',
      allows: ['roles/cloudsql.admin', 'roles/redis.admin'],
      on: project,
      neededBy: 'database, redis',
      why: 'makes PostgreSQL and Redis; exports are denied',
    },
    {
      id: 'MakeBuckets',
      allows: [customRoleName('buckets', environment), 'roles/storage.hmacKeyAdmin'],
      on: project,
      neededBy: 'storage',
      why: 'makes buckets and the keys by which Brainstore reaches them; their objects are not among it',
    },
    {
      id: 'KeepState',
      allows: ['roles/storage.objectAdmin'],
      on: [`buckets/${names.stateBucket}`],
      neededBy: 'terraform',
      why: 'reads and writes its own state',
    },
    {
      id: 'MakeKeys',
      allows: ['roles/cloudkms.admin'],
      on: project,
      neededBy: 'kms',
      why: 'makes the keys of the plane; using or destroying them is not among it',
    },
    {
      id: 'KeepSecrets',
      allows: ['roles/secretmanager.admin'],
      on: project,
      expression: ownSecrets(names.projectNumber, names.plane),
      neededBy: 'database',
      why: 'makes the passwords of the plane and reads them back, as terraform does at each plan',
    },
    {
      id: 'ReadLicenseKey',
      allows: ['roles/secretmanager.secretAccessor'],
      on: [`projects/${names.project}/secrets/${names.licenseSecret}`],
      neededBy: 'application',
      why: 'hands the license key to Brainstore',
    },
    {
      id: 'MakeAccounts',
      allows: ['roles/iam.serviceAccountAdmin', 'roles/iam.serviceAccountUser'],
      on: project,
      neededBy: 'cluster, application',
      why: 'makes the accounts of the plane and hands them to nodes; acting as one is denied',
    },
    {
      id: 'HandRolesOn',
      allows: ['roles/resourcemanager.projectIamAdmin'],
      on: project,
      expression: `api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly(${JSON.stringify(mayHand)})`,
      neededBy: 'cluster, application',
      why: 'gives the accounts of the plane the roles that they need, and no others',
    },
    {
      id: 'SwitchServicesOn',
      allows: ['roles/serviceusage.serviceUsageAdmin'],
      on: project,
      neededBy: 'terraform',
      why: 'switches services on',
    },
    {
      id: 'MakeDashboards',
      allows: ['roles/monitoring.dashboardEditor', 'roles/monitoring.metricsScopesViewer'],
      on: project,
      neededBy: 'monitoring',
      why: 'makes dashboards; the alerts of the bootstrap are not among it',
    },
  ];
}

/** Support. Source of the published roles: as above. */
export function supportGrants(environment: ByocGoogleEnvironment): readonly Grant[] {
  const project = [`projects/${environment.spec.cloud.project}`];
  return [
    ...viewing(project, looks),
    {
      id: 'LookAndRestart',
      allows: [customRoleName('support', environment)],
      on: project,
      neededBy: looks,
      why: 'sees workloads, scales and restarts them, and restarts database and cache; no secret, log or shell',
    },
  ];
}

/** Diagnostics: nothing but in the window. */
export function diagnosticsGrants(
  environment: ByocGoogleEnvironment,
  window: OpenWindow | undefined,
): readonly Grant[] {
  if (window === undefined) return [];
  return [
    {
      id: 'OpenShellsAndLogs',
      allows: [customRoleName('diagnostics', environment)],
      on: [`projects/${environment.spec.cloud.project}`],
      expression: `request.time >= timestamp("${window.from}") && request.time < timestamp("${window.until}")`,
      neededBy: 'diagnostics',
      why: 'opens shells in pods and reads logs, which show what the workload sees, until the window closes',
    },
  ];
}

/** Creation is asked of the project, everything else of the secret, whose name is then that of the plane. */
function ownSecrets(projectNumber: string, plane: string): string {
  return `!resource.type.startsWith("secretmanager.googleapis.com/") || resource.name.startsWith("projects/${projectNumber}/secrets/${plane}-")`;
}

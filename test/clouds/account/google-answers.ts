import { ok, type RestAsked, type RestReplies, type RestReply } from './rest-stand-in.ts';

/** What a project says, by what differs from test to test. */
export interface GoogleProjectSays {
  readonly project: string;
  readonly number: string;
  readonly region: string;
  readonly state?: string;
  readonly off?: readonly string[];
  /** `zone machine` that is not offered. */
  readonly notOffered?: readonly string[];
  readonly limits?: Readonly<Record<string, number>>;
  /** By quota and family. */
  readonly familyLimits?: Readonly<Record<string, number>>;
  readonly lacking?: readonly string[];
  /** Permissions that a project cannot be asked about. */
  readonly untestable?: readonly string[];
  readonly buckets?: Readonly<Record<string, RestReply>>;
  /** Paths of objects that are there. */
  readonly there?: readonly string[];
}

const metrics = [
  'HDB_TOTAL_GB',
  'STATIC_ADDRESSES',
  'NETWORKS',
  'SUBNETWORKS',
  'ROUTERS',
  'FIREWALLS',
  'GLOBAL_INTERNAL_ADDRESSES',
];

/** A project with room for everything and one machine of 48 vCPUs, in the shapes of the API references. */
export function googleAnswers(says: GoogleProjectSays): RestReplies {
  const { project, number, region, limits = {}, familyLimits = {} } = says;
  const quotas = metrics.map((metric) => ({ metric, limit: limits[metric] ?? 100_000, usage: 2 }));
  return ({ host, path, query, body }: RestAsked): RestReply => {
    const api = host.split('.')[0] ?? '';
    if (api === 'cloudresourcemanager' && path.endsWith(':testIamPermissions')) return tested(says, body);
    if (api === 'cloudresourcemanager')
      return ok({ projectId: project, projectNumber: number, lifecycleState: says.state ?? 'ACTIVE', name: 'p' });
    if (api === 'openidconnect') return ok({ sub: '1', email: 'ann@example.com' });
    if (api === 'serviceusage') {
      const names = [query['names'] ?? []].flat();
      return ok({
        services: names.map((name) => ({
          name: name.replace(project, number),
          state: says.off?.some((one) => name.endsWith(`/${one}`)) === true ? 'DISABLED' : 'ENABLED',
        })),
      });
    }
    if (api === 'cloudquotas') return quotaInfo(path, region, familyLimits);
    if (api === 'storage') return says.buckets?.[path.split('/').at(-1) ?? ''];
    if (api !== 'compute') return says.there?.includes(path) === true ? ok({ name: path }) : undefined;
    if (path.endsWith('/aggregated/instances')) return ok(instances(region));
    if (path.endsWith(`/regions/${region}`)) {
      const zones = ['a', 'b', 'c'].map(
        (letter) => `https://www.googleapis.com/compute/v1/projects/${project}/zones/${region}-${letter}`,
      );
      return ok({ kind: 'compute#region', name: region, status: 'UP', zones, quotas });
    }
    if (path.endsWith(`/projects/${project}`)) return ok({ kind: 'compute#project', name: project, quotas });
    const [, zone = '', machine = ''] = /zones\/([^/]+)\/machineTypes\/([^/]+)$/.exec(path) ?? [];
    if (machine === '' || says.notOffered?.includes(`${zone} ${machine}`) === true) return undefined;
    return ok({ kind: 'compute#machineType', name: machine, guestCpus: 4 });
  };
}

function tested({ lacking = [], untestable = [] }: GoogleProjectSays, body: RestAsked['body']): RestReply {
  const wanted = body['permissions'] as readonly string[];
  const bad = wanted.find((one) => untestable.includes(one));
  if (bad !== undefined) {
    const message = `Permission ${bad} is not valid for this resource.`;
    return { status: 400, body: { error: { code: 400, status: 'INVALID_ARGUMENT', message } } };
  }
  const permissions = wanted.filter((one) => !lacking.includes(one));
  return ok(permissions.length === 0 ? {} : { permissions });
}

function quotaInfo(path: string, region: string, limits: Readonly<Record<string, number>>): RestReply {
  const quotaId = path.split('/').at(-1) ?? '';
  const families = ['C4A', 'C4', 'C4D', 'C3', 'C3D'].map((family) => ({
    dimensions: { region, vm_family: family },
    details: { value: String(limits[`${quotaId} ${family}`] ?? 100_000) },
    applicableLocations: [region],
  }));
  const others = { details: { value: '5' }, applicableLocations: ['elsewhere1'] };
  return ok({
    quotaId,
    service: 'compute.googleapis.com',
    dimensions: ['region', 'vm_family'],
    dimensionsInfos: [...families, others],
  });
}

function instances(region: string): unknown {
  const machine = (type: string, status: string): unknown => ({
    name: 'n',
    status,
    machineType: `https://www.googleapis.com/compute/v1/projects/p/zones/${region}-a/machineTypes/${type}`,
    disks: [
      { type: 'PERSISTENT', diskSizeGb: '100' },
      { type: 'SCRATCH', diskSizeGb: '375' },
    ],
  });
  return {
    kind: 'compute#instanceAggregatedList',
    items: {
      [`zones/${region}-a`]: {
        instances: [machine('c4a-standard-48-lssd', 'RUNNING'), machine('c4a-standard-48-lssd', 'TERMINATED')],
      },
      'zones/elsewhere1-a': { instances: [machine('c4a-standard-48-lssd', 'RUNNING')] },
      [`zones/${region}-b`]: { warning: { code: 'NO_RESULTS_ON_PAGE', message: 'none' } },
    },
  };
}

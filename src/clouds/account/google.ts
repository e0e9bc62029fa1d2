import * as z from 'zod';
import { CloudFailure } from '../failure.ts';
import type { RestCall } from '../rest.ts';
import { byKey, decoded, lazily } from './decoded.ts';

interface GoogleQuota {
  readonly limit: number;
  readonly usage: number;
}

export interface GoogleMachineInUse {
  readonly machine: string;
  readonly region: string;
  readonly localSsdGb: number;
}

/** What `planewright preflight` asks of a project of Google Cloud. All of it reads. */
export interface GoogleAccount {
  readonly project: () => Promise<{ readonly id: string; readonly number: string; readonly state: string }>;
  /** Mail address of whoever is signed in; undefined where the token does not say. */
  readonly caller: () => Promise<string | undefined>;
  /** Zones of the region that are up; undefined where there is no such region. */
  readonly region: () => Promise<{ readonly status: string; readonly zones: readonly string[] } | undefined>;
  readonly offers: (zone: string, machine: string) => Promise<boolean>;
  /** By metric such as `HDB_TOTAL_GB`: of the region, or of the whole project. */
  readonly quotas: (of: 'region' | 'project') => Promise<ReadonlyMap<string, GoogleQuota>>;
  /** Limit of a quota that differs by family of machines; Infinity where there is none. */
  readonly familyLimit: (quotaId: string, family: string) => Promise<number>;
  readonly machinesInUse: () => Promise<readonly GoogleMachineInUse[]>;
  /** State of each API by name, such as `ENABLED`. */
  readonly apis: (names: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Permissions that are held; `refused` are those that a project cannot be asked about. */
  readonly permissions: (
    wanted: readonly string[],
  ) => Promise<{ readonly held: readonly string[]; readonly refused: readonly string[] }>;
  readonly bucket: (name: string) => Promise<'free' | 'taken' | 'ours'>;
  /** Whether an object is there, by the URL of its API. */
  readonly isThere: (url: string) => Promise<boolean>;
}

const quota = z.object({ metric: z.string(), limit: z.number(), usage: z.number() });
const region = z.object({ status: z.string(), zones: z.array(z.string()), quotas: z.array(quota) });
const instance = z.object({
  machineType: z.string(),
  status: z.string(),
  disks: z.array(z.object({ type: z.string().optional(), diskSizeGb: z.string().optional() })).optional(),
});
const instances = z.object({
  items: z.record(z.string(), z.object({ instances: z.array(instance).optional() })).optional(),
  nextPageToken: z.string().optional(),
  kind: z.literal('compute#instanceAggregatedList'),
});
const quotaInfo = z.object({
  dimensionsInfos: z.array(
    z.object({
      dimensions: z.record(z.string(), z.string()).optional(),
      details: z.object({ value: z.string() }),
      applicableLocations: z.array(z.string()).optional(),
    }),
  ),
});
const services = z.object({ services: z.array(z.object({ name: z.string(), state: z.string() })) });
/** An answer without the list is Google's way to write an empty one. */
const held = z.strictObject({ permissions: z.array(z.string()).optional() });

const compute = 'https://compute.googleapis.com/compute/v1';
/** As many as one call takes. Sources: references of services.batchGet and projects.testIamPermissions. */
const [apisAtOnce, permissionsAtOnce] = [30, 100];

/** @throws CloudFailure from every function. */
export function googleAccount(
  call: RestCall,
  place: { readonly project: string; readonly projectNumber: string; readonly region: string },
  signal: AbortSignal,
): GoogleAccount {
  const get = async <T>(url: string, schema: z.ZodType<T>): Promise<T> =>
    decoded(schema, await call({ method: 'GET', url }, signal), `GET ${url}`);
  const orUndefined = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      if (error instanceof CloudFailure && error.kind === 'notFound') return undefined;
      throw error;
    }
  };
  const ofProject = `${compute}/projects/${place.project}`;
  const regionOf = lazily(() => get(`${ofProject}/regions/${place.region}`, region));
  const projectOf = lazily(() => get(ofProject, z.object({ quotas: z.array(quota) })));
  const quotaInfoOf = byKey((id) =>
    get(
      `https://cloudquotas.googleapis.com/v1/projects/${place.project}/locations/global/services/compute.googleapis.com/quotaInfos/${id}`,
      quotaInfo,
    ),
  );

  const test = async (
    wanted: readonly string[],
  ): Promise<{ readonly held: readonly string[]; readonly refused: readonly string[] }> => {
    const url = `https://cloudresourcemanager.googleapis.com/v1/projects/${place.project}:testIamPermissions`;
    try {
      const answer = await call({ method: 'POST', url, body: { permissions: wanted } }, signal);
      return { held: decoded(held, answer, `POST ${url}`).permissions ?? [], refused: [] };
    } catch (error) {
      // One permission that a project does not know makes the whole call invalid: halves find it.
      const isInvalid = error instanceof CloudFailure && error.code === 'INVALID_ARGUMENT';
      if (!isInvalid) throw error;
      if (wanted.length === 1) return { held: [], refused: wanted };
      const middle = Math.ceil(wanted.length / 2);
      const [one, other] = [await test(wanted.slice(0, middle)), await test(wanted.slice(middle))];
      return { held: [...one.held, ...other.held], refused: [...one.refused, ...other.refused] };
    }
  };

  return {
    project: async () => {
      const schema = z.object({ projectId: z.string(), projectNumber: z.string(), lifecycleState: z.string() });
      const url = `https://cloudresourcemanager.googleapis.com/v1/projects/${place.project}`;
      const { projectId, projectNumber, lifecycleState } = await get(url, schema);
      return { id: projectId, number: projectNumber, state: lifecycleState };
    },
    caller: async () => {
      const schema = z.object({ email: z.string().optional() });
      try {
        return (await get('https://openidconnect.googleapis.com/v1/userinfo', schema)).email;
      } catch {
        // Tokens of service accounts do not say whose they are; the project decides, and is asked by itself.
        signal.throwIfAborted();
        return undefined;
      }
    },
    region: async () => {
      const found = await orUndefined(regionOf());
      return found && { status: found.status, zones: found.zones.map(lastPart) };
    },
    offers: async (zone, machine) => {
      const url = `${ofProject}/zones/${zone}/machineTypes/${machine}`;
      return (await orUndefined(get(url, z.object({ name: z.string() })))) !== undefined;
    },
    quotas: async (of) => {
      const { quotas } = await (of === 'region' ? regionOf() : projectOf());
      return new Map(quotas.map(({ metric, limit, usage }) => [metric, { limit, usage }]));
    },
    familyLimit: async (quotaId, family) => {
      const { dimensionsInfos } = await quotaInfoOf(quotaId);
      // In order from the most specific one.
      const found = dimensionsInfos.find(({ dimensions = {}, applicableLocations = [] }) => {
        const isRegion = dimensions['region'] === place.region || applicableLocations.includes(place.region);
        const ofFamily = dimensions['vm_family']?.toLowerCase();
        return isRegion && (ofFamily === undefined || ofFamily === family);
      });
      const limit = Number(found?.details.value);
      if (!Number.isInteger(limit)) {
        const sentence = `${quotaId} says nothing of ${family} in ${place.region}`;
        throw new CloudFailure('refused', 'Malformed', sentence);
      }
      return limit === -1 ? Number.POSITIVE_INFINITY : limit;
    },
    machinesInUse: lazily(async () => {
      const found: GoogleMachineInUse[] = [];
      let page = '';
      do {
        const url = `${ofProject}/aggregated/instances${page === '' ? '' : `?pageToken=${encodeURIComponent(page)}`}`;
        const { items = {}, nextPageToken = '' } = await get(url, instances);
        for (const [zone, { instances: list = [] }] of Object.entries(items)) {
          for (const { machineType, status, disks = [] } of list) {
            if (status === 'TERMINATED' || status === 'SUSPENDED') continue;
            const scratch = disks.filter(({ type }) => type === 'SCRATCH');
            const localSsdGb = scratch.reduce((sum, { diskSizeGb = '0' }) => sum + Number(diskSizeGb), 0);
            found.push({ machine: lastPart(machineType), region: regionOfZone(lastPart(zone)), localSsdGb });
          }
        }
        page = nextPageToken;
      } while (page !== '');
      return found;
    }),
    apis: async (names) => {
      const states = new Map<string, string>();
      const parent = `projects/${place.project}`;
      for (let first = 0; first < names.length; first += apisAtOnce) {
        const query = names.slice(first, first + apisAtOnce).map((name) => `names=${parent}/services/${name}`);
        const url = `https://serviceusage.googleapis.com/v1/${parent}/services:batchGet?${query.join('&')}`;
        for (const { name, state } of (await get(url, services)).services) states.set(lastPart(name), state);
      }
      return states;
    },
    permissions: async (wanted) => {
      const all = { held: [] as string[], refused: [] as string[] };
      for (let first = 0; first < wanted.length; first += permissionsAtOnce) {
        const { held: more, refused } = await test(wanted.slice(first, first + permissionsAtOnce));
        all.held.push(...more);
        all.refused.push(...refused);
      }
      return all;
    },
    bucket: async (name) => {
      const url = `https://storage.googleapis.com/storage/v1/b/${name}`;
      try {
        const found = await orUndefined(get(url, z.object({ projectNumber: z.string() })));
        if (found === undefined) return 'free';
        return found.projectNumber === place.projectNumber ? 'ours' : 'taken';
      } catch (error) {
        // Whoever may not look at a bucket is told so only if there is one: the name is in use either way.
        if (error instanceof CloudFailure && error.kind === 'denied') return 'taken';
        throw error;
      }
    },
    isThere: async (url) => (await orUndefined(call({ method: 'GET', url }, signal))) !== undefined,
  };
}

function lastPart(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

function regionOfZone(zone: string): string {
  return zone.replace(/-[a-z]$/, '');
}

import { apiVersion, type DataPlaneSpecInput } from '../../src/api/index.ts';
import type { SelfHostedEnvironment } from '../environment/schema/environment.ts';
import type { PlaneOutputs } from '../outputs.ts';
import type { ClusterObject } from './object.ts';
import { organizationName } from './organization.ts';
import { planeCloud } from './plane-cloud.ts';
import { sourceRef } from './sources.ts';

/** The DataPlane of an environment: what its file says of the plane, and what its program hands over. */
export function dataPlaneObject(environment: SelfHostedEnvironment, outputs: PlaneOutputs): ClusterObject {
  const { spec, metadata } = environment;
  const { namespace, storage, api, brainstore, rollout, telemetry } = spec.plane;
  const planeSpec: DataPlaneSpecInput = {
    ...servedOrganizations(environment),
    version: spec.version,
    cloud: planeCloud(environment, outputs),
    storage,
    secrets: {
      postgresUrl: sourceRef('postgresUrl'),
      redisUrl: sourceRef('redisUrl'),
      licenseKey: sourceRef('licenseKey'),
      functionSecretKey: sourceRef('functionSecretKey'),
    },
    api: {
      ...api,
      service: {
        type: outputs.apiServiceType,
        annotations: { ...outputs.apiServiceAnnotations, ...api.service.annotations },
      },
      ...variables(api.extraEnv, outputs.provider === 'aws' ? outputs.quarantineEnvironment : {}),
    },
    brainstore: {
      reader: onLocalDisks(brainstore.reader, outputs),
      fastReader: onLocalDisks(brainstore.fastReader, outputs),
      writer: onLocalDisks(brainstore.writer, outputs),
    },
    rollout,
    telemetry,
  };
  return {
    apiVersion,
    kind: 'DataPlane',
    metadata: { name: metadata.name, namespace },
    spec: planeSpec,
  };
}

/** By reference where the Organization stands beside the plane and is one; spelled out everywhere else. */
function servedOrganizations({ spec }: SelfHostedEnvironment): Partial<DataPlaneSpecInput> {
  const { name, primaryName, allowedIds, governed, namespace } = spec.organization;
  if (governed && namespace === spec.plane.namespace && name !== '*' && allowedIds === undefined) {
    return { organizationRef: { name: organizationName } };
  }
  return {
    organizations: {
      name,
      ...(primaryName !== undefined && { primaryName }),
      ...(allowedIds !== undefined && { allowedIds }),
    },
  };
}

type Role = SelfHostedEnvironment['spec']['plane']['brainstore']['reader'];

/** What the environment says of a role wins over what the program knows of its nodes. */
function onLocalDisks(role: Role, { brainstoreNodeSelector, brainstoreTolerations }: PlaneOutputs): Role {
  return {
    ...role,
    nodeSelector: role.nodeSelector ?? brainstoreNodeSelector,
    tolerations:
      role.tolerations ?? brainstoreTolerations.map(({ effect, ...rest }) => ({ ...rest, effect: effectOf(effect) })),
  };
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

function effectOf(effect: string): (typeof effects)[number] {
  const known = effects.find((one) => one === effect);
  if (known === undefined) throw new TypeError(`the program tolerates a taint with the effect ${effect}`);
  return known;
}

type Variables = SelfHostedEnvironment['spec']['plane']['api']['extraEnv'];

/** Variables of the program, then those of the environment, which win. */
function variables(own: Variables, given: Readonly<Record<string, string>>): { extraEnv?: NonNullable<Variables> } {
  const mine = own ?? [];
  const taken = new Set(mine.map(({ name }) => name));
  const added = Object.entries(given)
    .filter(([name]) => !taken.has(name))
    .map(([name, value]) => ({ name, value }));
  return mine.length + added.length === 0 ? {} : { extraEnv: [...added, ...mine] };
}

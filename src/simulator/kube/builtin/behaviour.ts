import { defaultNames, definitionErrors, establishedStatus } from '../write/custom-resource-definition.ts';
import { badRequest, type FieldError } from '../api-error.ts';
import type { ServedKind } from '../kinds.ts';
import { at, isRecord, listOf, recordOf, sameValue, type StoredObject } from '../object.ts';
import { selectorMatches } from '../selectors.ts';

/** What a built-in kind does beyond its schema. */
export interface Behaviour {
  /** Fills in what the server fills in. Changes `object`. */
  readonly prepare?: (object: StoredObject, live: StoredObject | undefined, now: string) => void;
  readonly validate?: (object: StoredObject, live: StoredObject | undefined) => FieldError[];
  /** A PUT without resourceVersion is refused. */
  readonly conditionalUpdate?: true;
}

const none: Behaviour = {};

export function behaviourOf(kind: ServedKind): Behaviour {
  return kind.custom ? { conditionalUpdate: true } : (behaviours[kind.resource] ?? none);
}

function immutable(field: string, value: unknown): FieldError {
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${JSON.stringify(value)}: field is immutable` };
}

const behaviours: Readonly<Record<string, Behaviour>> = {
  '/namespaces': {
    prepare: (object, live) => {
      object.metadata.labels = { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name };
      const spec = recordOf(object['spec']);
      if (live === undefined) object['spec'] = { ...spec, finalizers: ['kubernetes'] };
      if (at(object, 'status', 'phase') === undefined) object['status'] = { phase: 'Active' };
    },
  },
  '/configmaps': { validate: (object, live) => [...keyErrors(object), ...frozenErrors(object, live)] },
  '/secrets': {
    prepare: (object) => {
      checkBase64(object);
      const plain = object['stringData'];
      if (isRecord(plain)) {
        const encoded = Object.entries(plain).map(([key, value]) => [
          key,
          Buffer.from(String(value)).toString('base64'),
        ]);
        object['data'] = { ...recordOf(object['data']), ...Object.fromEntries(encoded) };
        delete object['stringData'];
      }
    },
    validate: (object, live) => [
      ...keyErrors(object),
      ...frozenErrors(object, live),
      ...(live !== undefined && live['type'] !== object['type'] ? [immutable('type', object['type'])] : []),
    ],
  },
  '/services': {
    prepare: (object, live) => {
      const spec = recordOf(object['spec']);
      const type = spec['type'];
      if (type === 'ExternalName' || spec['ports'] === undefined) return;
      const kept = at(live, 'spec', 'clusterIP');
      // Nothing reads service addresses here; the number only has to be stable and different from its neighbours'.
      spec['clusterIP'] ??= kept ?? serviceAddress(object.metadata.uid);
      spec['clusterIPs'] ??= [spec['clusterIP']];
      spec['ipFamilies'] ??= ['IPv4'];
      spec['ipFamilyPolicy'] ??= 'SingleStack';
      for (const port of listOf(spec['ports'])) if (isRecord(port)) port['targetPort'] ??= port['port'];
    },
    validate: (object) =>
      at(object, 'spec', 'type') !== 'ExternalName' &&
      listOf(at(object, 'spec', 'ports')).length === 0 &&
      at(object, 'spec', 'clusterIP') !== 'None'
        ? [{ reason: 'FieldValueRequired', field: 'spec.ports', message: 'Required value' }]
        : [],
  },
  '/pods': {
    prepare: (object) => {
      podSpecDefaults(object['spec']);
      if (at(object, 'status', 'phase') === undefined)
        object['status'] = { ...recordOf(object['status']), phase: 'Pending' };
    },
    validate: (object) => containerErrors(object['spec'], 'spec'),
  },
  'apps/deployments': { prepare: rollingDefaults, validate: templateErrors },
  'apps/replicasets': {
    prepare: (object) => podSpecDefaults(at(object, 'spec', 'template', 'spec')),
    validate: templateErrors,
  },
  'policy/poddisruptionbudgets': {
    conditionalUpdate: true,
    validate: (object) =>
      at(object, 'spec', 'minAvailable') !== undefined && at(object, 'spec', 'maxUnavailable') !== undefined
        ? [
            {
              reason: 'FieldValueInvalid',
              field: 'spec',
              message: 'Invalid value: minAvailable and maxUnavailable cannot be both set',
            },
          ]
        : [],
  },
  'rbac.authorization.k8s.io/rolebindings': { validate: roleRefErrors },
  'rbac.authorization.k8s.io/clusterrolebindings': { validate: roleRefErrors },
  'coordination.k8s.io/leases': {
    conditionalUpdate: true,
    validate: (object) => {
      const seconds = at(object, 'spec', 'leaseDurationSeconds');
      return typeof seconds === 'number' && seconds <= 0
        ? [
            {
              reason: 'FieldValueInvalid',
              field: 'spec.leaseDurationSeconds',
              message: `Invalid value: ${seconds}: must be greater than 0`,
            },
          ]
        : [];
    },
  },
  'apiextensions.k8s.io/customresourcedefinitions': {
    conditionalUpdate: true,
    prepare: (object, live, now) => {
      defaultNames(object);
      if (live === undefined) object['status'] = establishedStatus(object, now);
    },
    validate: (object) => definitionErrors(object),
  },
};

/** The bytes of a Secret are decoded before anything looks at them, so that bad ones are a 400. */
function checkBase64(object: StoredObject): void {
  for (const value of Object.values(recordOf(object['data']))) {
    if (typeof value !== 'string' || /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value))
      continue;
    const byte = value.search(/[^A-Za-z0-9+/=]/);
    throw badRequest(
      `Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte ${byte === -1 ? value.length : byte}`,
    );
  }
}

function keyErrors(object: StoredObject): FieldError[] {
  return [...Object.keys(recordOf(object['data'])), ...Object.keys(recordOf(object['binaryData']))]
    .filter((key) => !/^[-._a-zA-Z0-9]{1,253}$/.test(key))
    .map((key) => ({
      reason: 'FieldValueInvalid',
      field: `data[${key}]`,
      message: `Invalid value: ${JSON.stringify(key)}: a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
    }));
}

function frozenErrors(object: StoredObject, live: StoredObject | undefined): FieldError[] {
  if (live?.['immutable'] !== true) return [];
  return ['immutable', 'data', 'binaryData']
    .filter((field) => !sameValue(live[field], object[field]))
    .map((field) => ({
      reason: 'FieldValueForbidden',
      field,
      message: 'Forbidden: field is immutable when `immutable` is set',
    }));
}

function roleRefErrors(object: StoredObject, live: StoredObject | undefined): FieldError[] {
  return live !== undefined && !sameValue(live['roleRef'], object['roleRef'])
    ? [
        {
          reason: 'FieldValueInvalid',
          field: 'roleRef',
          message: `Invalid value: ${JSON.stringify(object['roleRef'])}: cannot change roleRef`,
        },
      ]
    : [];
}

function rollingDefaults(object: StoredObject): void {
  podSpecDefaults(at(object, 'spec', 'template', 'spec'));
  const strategy = at(object, 'spec', 'strategy');
  if (!isRecord(strategy)) return;
  if (strategy['type'] === 'RollingUpdate') strategy['rollingUpdate'] ??= {};
  const rolling = strategy['rollingUpdate'];
  if (isRecord(rolling)) {
    rolling['maxSurge'] ??= '25%';
    rolling['maxUnavailable'] ??= '25%';
  }
}

function templateErrors(object: StoredObject, live: StoredObject | undefined): FieldError[] {
  const errors: FieldError[] = [];
  const [selector, labels] = [at(object, 'spec', 'selector'), at(object, 'spec', 'template', 'metadata', 'labels')];
  if (live !== undefined && !sameValue(at(live, 'spec', 'selector'), selector)) {
    errors.push(immutable('spec.selector', selector));
  } else if (!selectorMatches(selector, recordOf(labels) as Record<string, string>)) {
    errors.push({
      reason: 'FieldValueInvalid',
      field: 'spec.template.metadata.labels',
      message: `Invalid value: ${JSON.stringify(labels ?? null)}: \`selector\` does not match template \`labels\``,
    });
  }
  const spec = at(object, 'spec', 'template', 'spec');
  errors.push(...containerErrors(spec, 'spec.template.spec'));
  if (
    at(object, 'spec', 'strategy', 'type') === 'Recreate' &&
    at(object, 'spec', 'strategy', 'rollingUpdate') !== undefined
  ) {
    errors.push({
      reason: 'FieldValueForbidden',
      field: 'spec.strategy.rollingUpdate',
      message: "Forbidden: may not be specified when strategy `type` is 'Recreate'",
    });
  }
  return errors;
}

function containerErrors(podSpec: unknown, path: string): FieldError[] {
  const containers = listOf(at(podSpec, 'containers'));
  if (containers.length === 0)
    return [{ reason: 'FieldValueRequired', field: `${path}.containers`, message: 'Required value' }];
  const volumes = new Set(listOf(at(podSpec, 'volumes')).map((volume) => at(volume, 'name')));
  const errors: FieldError[] = [];
  for (const list of ['initContainers', 'containers']) {
    for (const [index, container] of listOf(at(podSpec, list)).entries()) {
      const here = `${path}.${list}[${index}]`;
      if (at(container, 'image') === undefined || at(container, 'image') === '') {
        errors.push({ reason: 'FieldValueRequired', field: `${here}.image`, message: 'Required value' });
      }
      for (const [position, mount] of listOf(at(container, 'volumeMounts')).entries()) {
        const name = at(mount, 'name');
        if (volumes.has(name)) continue;
        errors.push({
          reason: 'FieldValueNotFound',
          field: `${here}.volumeMounts[${position}].name`,
          message: `Not found: ${JSON.stringify(name)}`,
        });
      }
    }
  }
  return errors;
}

function podSpecDefaults(podSpec: unknown): void {
  pullPolicies(podSpec);
  if (!isRecord(podSpec)) return;
  // Two names of one field: the older one follows, and stands in where the newer one is left out.
  podSpec['serviceAccountName'] ??= podSpec['serviceAccount'];
  podSpec['serviceAccount'] = podSpec['serviceAccountName'];
  if (podSpec['serviceAccount'] !== undefined) return;
  delete podSpec['serviceAccount'];
  delete podSpec['serviceAccountName'];
}

/** Unless said otherwise, an image without a tag, or with `latest`, is pulled each time. */
function pullPolicies(podSpec: unknown): void {
  for (const list of ['initContainers', 'containers']) {
    for (const container of listOf(at(podSpec, list))) {
      if (!isRecord(container) || typeof container['image'] !== 'string') continue;
      const [, tag] = /:([^/:@]+)$/.exec(container['image']) ?? [];
      const moves = !container['image'].includes('@') && (tag === undefined || tag === 'latest');
      container['imagePullPolicy'] ??= moves ? 'Always' : 'IfNotPresent';
    }
  }
}

function serviceAddress(uid: string): string {
  const number = Number.parseInt(uid.slice(0, 6), 16);
  return `10.96.${(number >> 8) & 0xff}.${number & 0xff}`;
}

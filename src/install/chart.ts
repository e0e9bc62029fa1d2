import { stringify } from 'yaml';
import {
  clusterRights,
  defaultResources,
  governedRights,
  metricsService,
  operatorDeployment,
  ownRights,
  serviceAccount,
} from './objects.ts';
import type { KubeObject } from '../kube/objects.ts';
import { operatorRepository } from './image.ts';

/** Stand in the rendered objects where the chart takes a value; each is a word that occurs nowhere else. */
const marks = {
  namespace: 'mark-release-namespace',
  governed: 'mark-governed-namespace',
  governedList: 'mark-governed-list',
  image: 'mark-image',
  replicas: 104729,
  pullPolicy: 'Never',
} as const;

/** What Helm puts in their places. `$.` throughout, so that it also holds inside of `range`. */
const templates: readonly (readonly [from: RegExp, to: string])[] = [
  [/mark-release-namespace/g, '{{ $.Release.Namespace | quote }}'],
  [/mark-governed-namespace/g, '{{ . | quote }}'],
  [/mark-governed-list/g, '{{ join "," $.Values.governedNamespaces }}'],
  [
    /mark-image/g,
    '{{ printf "%s:%s" $.Values.image.repository ($.Values.image.tag | default $.Chart.AppVersion) | quote }}',
  ],
  [/104729/g, '{{ $.Values.replicas }}'],
  [/--mode=act/g, '--mode={{ $.Values.mode }}'],
  [/imagePullPolicy: Never/g, 'imagePullPolicy: {{ $.Values.image.pullPolicy }}'],
];

/**
 * The chart's templates, by path inside `charts/operator`, made from the same functions whose objects the spine
 * applies. The namespace is Helm's to make, and the CRDs lie in `crds/`.
 */
export function chartTemplates(): ReadonlyMap<string, string> {
  const { namespace, governed, governedList, image, replicas, pullPolicy } = marks;
  const deployment = operatorDeployment({
    namespace,
    governedNamespaces: [governedList],
    image,
    replicas,
    imagePullPolicy: pullPolicy,
  });
  return new Map([
    ['templates/service-account.yaml', documents([serviceAccount(namespace)])],
    ['templates/cluster-rights.yaml', documents(clusterRights(namespace))],
    ['templates/own-rights.yaml', documents(ownRights(namespace))],
    [
      'templates/governed-rights.yaml',
      `{{- range $.Values.governedNamespaces }}\n---\n${documents(governedRights(governed, namespace))}{{- end }}\n`,
    ],
    ['templates/service.yaml', documents([metricsService(namespace)])],
    ['templates/deployment.yaml', withValues(documents([deployment]))],
  ]);
}

const generated = '# Generated from src/install; do not edit.\n';

function documents(objects: readonly KubeObject[]): string {
  const text = objects.map((object) => stringify(object, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n');
  return generated + templates.reduce((result, [from, to]) => result.replace(from, to), text);
}

/** Values that are whole blocks of YAML. */
function withValues(text: string): string {
  const resources = /^( *)resources:\n(?:\1 +.*\n)+/m;
  const block = '$1resources: {{- toYaml $.Values.resources | nindent 12 }}\n';
  const pullSecrets = /^( *)containers:\n/m;
  return text
    .replace(resources, block)
    .replace(
      pullSecrets,
      '$1{{- with $.Values.image.pullSecrets }}\n$1imagePullSecrets: {{- toYaml . | nindent 8 }}\n$1{{- end }}\n$1containers:\n',
    );
}

/** The chart's default values, with what each means. */
function chartValues(): string {
  return `${generated}
# Namespaces whose Secrets and workloads the operator looks after. It gets rights in these and in no others, and they must
# be there already.
governedNamespaces: []

# act, or observe: decide and report, change nothing. Observe is for the first day on a live organization.
mode: act

# One works, the others wait for the lease.
replicas: 1

image:
  repository: ${operatorRepository}
  # The chart's own version if empty.
  tag: ""
  pullPolicy: IfNotPresent
  # Names of Secrets for the registry, as [{name: …}].
  pullSecrets: []

${stringify({ resources: defaultResources })}`;
}

/** Checks values before anything is rendered: Helm reads it by itself. */
function chartValuesSchema(): string {
  const namespace = { type: 'string', minLength: 1, maxLength: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' };
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    additionalProperties: false,
    properties: {
      global: { type: 'object' },
      governedNamespaces: { type: 'array', uniqueItems: true, items: namespace },
      mode: { enum: ['act', 'observe'] },
      replicas: { type: 'integer', minimum: 0, maximum: 5 },
      image: {
        type: 'object',
        additionalProperties: false,
        required: ['repository'],
        properties: {
          repository: { type: 'string', minLength: 1 },
          tag: { type: 'string' },
          pullPolicy: { enum: ['IfNotPresent', 'Always', 'Never'] },
          pullSecrets: {
            type: 'array',
            items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
          },
        },
      },
      resources: { type: 'object' },
    },
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** Everything of the chart that is made from the source, by path inside `charts/operator`. */
export function chartFiles(): ReadonlyMap<string, string> {
  return new Map([...chartTemplates(), ['values.yaml', chartValues()], ['values.schema.json', chartValuesSchema()]]);
}

import type { Backend } from './backend.ts';
import { requests } from './requests.ts';

const group = 'conformance.planewright.dev';
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

const text = { type: 'string', maxLength: 63 } as const;

/**
 * A kind that uses every construct that Planewright's own kinds rely on: nothing of theirs, so that the suite tells a
 * wrong server from a wrong kind.
 */
const widgetDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `widgets.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList', shortNames: ['wd'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        additionalPrinterColumns: [
          { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
          { name: 'Colour', type: 'string', jsonPath: '.spec.colour', priority: 1 },
        ],
        schema: {
          openAPIV3Schema: {
            type: 'object',
            required: ['spec'],
            properties: {
              spec: {
                type: 'object',
                properties: {
                  size: { type: 'integer', format: 'int32', minimum: 1, maximum: 9, default: 3 },
                  colour: { type: 'string', enum: ['red', 'green', 'blue'] },
                  owner: text,
                  locked: { type: 'boolean' },
                  labels: { type: 'object', maxProperties: 8, additionalProperties: text },
                  policy: {
                    type: 'object',
                    default: {},
                    properties: { mode: { type: 'string', enum: ['Full', 'Observe'], default: 'Full' } },
                  },
                  parts: {
                    type: 'array',
                    maxItems: 8,
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['name'],
                    items: {
                      type: 'object',
                      required: ['name'],
                      properties: { name: text, weight: { type: 'integer', format: 'int32' } },
                    },
                  },
                  tags: { type: 'array', maxItems: 8, 'x-kubernetes-list-type': 'set', items: text },
                  steps: { type: 'array', maxItems: 8, items: text },
                  target: {
                    type: 'object',
                    required: ['type'],
                    properties: {
                      type: { type: 'string', enum: ['bucket', 'webhook'] },
                      bucket: text,
                      webhook: text,
                    },
                    'x-kubernetes-validations': [
                      {
                        rule: "self.type != 'bucket' || has(self.bucket)",
                        fieldPath: '.bucket',
                        reason: 'FieldValueRequired',
                        message: 'is required when type is bucket',
                      },
                      {
                        rule: "self.type == 'webhook' || !has(self.webhook)",
                        fieldPath: '.webhook',
                        reason: 'FieldValueForbidden',
                        messageExpression: "'must be left out when type is ' + self.type",
                      },
                    ],
                  },
                },
                'x-kubernetes-validations': [
                  {
                    rule: 'has(self.owner) == has(oldSelf.owner) && (!has(self.owner) || self.owner == oldSelf.owner)',
                    fieldPath: '.owner',
                    message: 'is immutable',
                  },
                  {
                    rule: '!has(oldSelf.locked) || !oldSelf.locked || (has(self.locked) && self.locked)',
                    fieldPath: '.locked',
                    reason: 'FieldValueForbidden',
                    message: 'can be turned on but not off again',
                  },
                ],
              },
              status: {
                type: 'object',
                properties: {
                  phase: text,
                  conditions: {
                    type: 'array',
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['type'],
                    items: {
                      type: 'object',
                      required: ['type', 'status'],
                      properties: { type: text, status: text },
                    },
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
};

export function widget(name: string, spec: object, metadata: object = {}): object {
  return { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name, ...metadata }, spec };
}

export function widgetsPath(namespace: string, name?: string, subresource?: string): string {
  const parts = [`/apis/${group}/v1/namespaces/${namespace}/widgets`, name, subresource];
  return parts.filter((part) => part !== undefined).join('/');
}

/** Makes the kind known and waits until it is served; the files of the suite share it, so it may be there already. */
export async function defineWidgets(backend: Backend): Promise<void> {
  const { get, post } = requests(backend.transport);
  const { status, text: said } = await post(definitions, widgetDefinition);
  if (status !== 201 && status !== 409) throw new Error(`the definition of widgets was refused: ${said}`);
  await backend.eventually('widgets to be served', async () => {
    const list = await get(`/apis/${group}/v1/widgets`);
    return list.status === 200 ? true : undefined;
  });
}

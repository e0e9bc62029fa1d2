import { kinds } from '../index.ts';
import { group, version, type KindDefinition } from '../kind.ts';
import { structuralSchema, type StructuralSchema } from './structural.ts';

/** A CustomResourceDefinition, ready to be applied. */
export interface CustomResourceDefinition {
  readonly apiVersion: 'apiextensions.k8s.io/v1';
  readonly kind: 'CustomResourceDefinition';
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly group: string;
    readonly scope: 'Namespaced';
    readonly names: {
      readonly kind: string;
      readonly listKind: string;
      readonly plural: string;
      readonly singular: string;
      readonly shortNames: readonly string[];
      readonly categories: readonly string[];
    };
    readonly versions: readonly [CustomResourceVersion];
  };
}

interface CustomResourceVersion {
  readonly name: string;
  readonly served: true;
  readonly storage: true;
  readonly additionalPrinterColumns: readonly {
    readonly name: string;
    readonly type: string;
    readonly jsonPath: string;
    readonly description: string;
    readonly priority?: number;
  }[];
  readonly selectableFields: readonly { readonly jsonPath: string }[];
  readonly subresources: { readonly status: Readonly<Record<string, never>> };
  readonly schema: { readonly openAPIV3Schema: StructuralSchema };
}

/** The CRD of one kind. `spec` is required: a transition rule on it would be skipped where it is absent. */
export function customResourceDefinition(definition: KindDefinition): CustomResourceDefinition {
  const { kind, plural, singular, shortNames, categories, description } = definition;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, labels: { 'app.kubernetes.io/part-of': 'planewright' } },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, listKind: `${kind}List`, plural, singular, shortNames, categories },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          additionalPrinterColumns: definition.printerColumns.map(({ wide, ...column }) => ({
            ...column,
            ...(wide === true && { priority: 1 }),
          })),
          selectableFields: definition.selectableFields.map((jsonPath) => ({ jsonPath })),
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              description,
              type: 'object',
              properties: {
                apiVersion: { type: 'string', description: 'Version of this schema.' },
                kind: { type: 'string', description: 'Kind of the resource.' },
                metadata: { type: 'object' },
                spec: described(structuralSchema(definition.spec), 'What is declared.'),
                status: described(structuralSchema(definition.status), 'What the operator found and did.'),
              },
              required: ['spec'],
            },
          },
        },
      ],
    },
  };
}

function described(schema: StructuralSchema, description: string): StructuralSchema {
  return { description, ...schema };
}

let converted: readonly CustomResourceDefinition[] | undefined;

/** The CRDs of all kinds, converted once and always the same objects, in the order of the registry. */
export function customResourceDefinitions(): readonly CustomResourceDefinition[] {
  converted ??= kinds.map(customResourceDefinition);
  return converted;
}

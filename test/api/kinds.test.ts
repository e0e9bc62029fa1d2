import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { customResourceDefinitions } from '../../src/api/crd/definition.ts';
import type { StructuralSchema } from '../../src/api/crd/structural.ts';
import { kinds } from '../../src/api/index.ts';
import { openApiSchemaOf } from '../../src/api/normalise.ts';

/** Every schema below one, with its path. */
function* schemasIn(schema: StructuralSchema, path: string): Generator<{ path: string; schema: StructuralSchema }> {
  yield { path, schema };
  for (const [name, field] of Object.entries(schema.properties ?? {})) yield* schemasIn(field, `${path}.${name}`);
  if (schema.items !== undefined) yield* schemasIn(schema.items, `${path}[]`);
  if (schema.additionalProperties !== undefined) yield* schemasIn(schema.additionalProperties, `${path}{}`);
}

function schemaOfPath(root: StructuralSchema, jsonPath: string): StructuralSchema | undefined {
  const steps = jsonPath.slice(1).split('.');
  return steps.reduce<StructuralSchema | undefined>((schema, step) => schema?.properties?.[step], root);
}

describe.each(kinds.map((definition) => [definition.kind, definition] as const))('%s', (_kind, definition) => {
  const root = openApiSchemaOf(definition);

  it('describes every field in a sentence', () => {
    const silent = [...schemasIn(root, '')].filter(
      ({ path, schema }) => !/(\[\]|\{\})$/.test(path) && !/[.?]$/.test(schema.description ?? ''),
    );
    expect(silent.map(({ path }) => path)).toEqual(['.metadata']);
  });

  it('has rules whose messages are one line and whose field paths exist', () => {
    for (const { path, schema } of schemasIn(root, '')) {
      for (const { message, fieldPath } of schema['x-kubernetes-validations'] ?? []) {
        expect(message, path).toMatch(/^[a-z][^\n]+[^.]$/);
        if (fieldPath !== undefined) expect(schemaOfPath(schema, fieldPath), `${path}${fieldPath}`).toBeDefined();
      }
    }
  });

  it('puts rules about a change on spec, which is always there', () => {
    expect(root.required).toEqual(['spec']);
    const elsewhere = [...schemasIn(root, '')].filter(
      ({ path, schema }) =>
        path !== '.spec' && schema['x-kubernetes-validations']?.some(({ rule }) => rule.includes('oldSelf')),
    );
    expect(elsewhere).toEqual([]);
  });

  it('prints and selects fields that exist', () => {
    const paths = [...definition.printerColumns.map(({ jsonPath }) => jsonPath), ...definition.selectableFields];
    const missing = paths
      .filter((path) => !path.startsWith('.metadata') && !path.includes('['))
      .filter((path) => !['string', 'integer', 'boolean'].includes(schemaOfPath(root, path)?.type ?? ''));
    expect(missing).toEqual([]);
  });

  it('keeps what deletion would destroy, unless told otherwise', () => {
    const destroys = ['DataPlane', 'Organization', 'Project'].includes(definition.kind);
    expect(schemaOfPath(root, '.spec.policy.deletion')?.default).toBe(destroys ? 'Retain' : 'Delete');
  });

  it('has no place for a secret value, only references', () => {
    const names = [...schemasIn(root, '')].map(({ path }) => path.split('.').pop() ?? '');
    expect(names.filter((name) => /^(secret|token|password|apiKey|key|value)$/.test(name)).sort()).toEqual(
      // `key` names an entry of a Secret or a label; `value` is that of a toleration or a plain variable.
      names.filter((name) => name === 'key' || name === 'value').sort(),
    );
  });
});

describe('the registry', () => {
  it('gives every kind names that no other has', () => {
    const names = kinds.flatMap(({ kind, plural, shortNames }) => [kind, plural, ...shortNames]);
    expect(new Set(names).size).toBe(names.length);
    expect(kinds.every(({ categories }) => (categories as readonly string[]).includes('planewright'))).toBe(true);
  });

  it('converts once, so that others may compare by identity', () => {
    expect(customResourceDefinitions()).toBe(customResourceDefinitions());
  });

  it('refines only where a rule of the CRD stands beside it', () => {
    const home = new URL('../../src/api/', import.meta.url);
    const files = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const refining = files.filter((file) =>
      /\.(refine|superRefine|check|transform|preprocess)\(/.test(readFileSync(new URL(file, home), 'utf8')),
    );
    expect(refining.sort()).toEqual(['fields.ts', 'rules.ts']);
  });
});

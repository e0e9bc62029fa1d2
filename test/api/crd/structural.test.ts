import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { structuralSchema, StructuralSchemaError } from '../../../src/api/crd/structural.ts';
import { duration, integer, list, listMap, map, quantity, set, text, timestamp } from '../../../src/api/fields.ts';
import { ruled, transitions } from '../../../src/api/rules.ts';

const field = (schema: z.ZodType) => structuralSchema(z.strictObject({ field: schema })).properties?.['field'];

describe('what a CRD can express', () => {
  it('makes only fields without a default required', () => {
    const schema = structuralSchema(
      z.strictObject({ a: text(), b: text().default('x'), c: text().optional(), d: z.strictObject({}).prefault({}) }),
    );
    expect(schema.required).toEqual(['a']);
    expect(schema.properties?.['b']?.default).toBe('x');
    expect(schema.properties?.['d']?.default).toEqual({});
  });

  it('never writes the word that the API server refuses beside properties', () => {
    expect(JSON.stringify(structuralSchema(z.strictObject({ a: z.strictObject({}) })))).not.toContain('additional');
  });

  it('says how wide a whole number is', () => {
    expect(field(integer(1, 10))).toEqual({ type: 'integer', format: 'int32', minimum: 1, maximum: 10 });
    expect(field(integer(0, Number.MAX_SAFE_INTEGER))).toEqual({ type: 'integer', format: 'int64', minimum: 0 });
  });

  it('tells lists apart: as a whole, without repetition, by key', () => {
    const item = z.strictObject({ name: text() });
    expect(field(list(text(), { max: 2 }))?.['x-kubernetes-list-type']).toBe('atomic');
    expect(field(set(text(), { max: 2 }))?.['x-kubernetes-list-type']).toBe('set');
    expect(field(listMap(item, 'name', { max: 2 }))?.['x-kubernetes-list-map-keys']).toEqual(['name']);
  });

  it('keeps the bound of a map', () => {
    expect(field(map(text(), 3))).toMatchObject({ maxProperties: 3, additionalProperties: { type: 'string' } });
  });

  it('leaves a date-time to its format', () => {
    expect(field(timestamp())).toEqual({ type: 'string', format: 'date-time', maxLength: 64 });
  });

  it('knows integer-or-string, with a rule for each side', () => {
    expect(field(quantity())).toMatchObject({
      'x-kubernetes-int-or-string': true,
      anyOf: [{ type: 'integer' }, { type: 'string' }],
    });
    expect(field(quantity())?.['x-kubernetes-validations']).toHaveLength(1);
  });

  it('carries rules in the order in which they were added, those about changes too', () => {
    const schema = transitions(
      ruled(z.strictObject({ a: text() }), { rule: 'one', message: 'is one', holds: () => true }),
      { rule: 'self == oldSelf', message: 'is immutable' },
    );
    expect(structuralSchema(schema)['x-kubernetes-validations']?.map(({ rule }) => rule)).toEqual([
      'one',
      'self == oldSelf',
    ]);
  });

  it('bounds a time span by a rule', () => {
    expect(field(duration('1m', '2h'))?.['x-kubernetes-validations']?.[0]?.message).toBe('must be between 1m and 2h');
  });
});

describe('a union', () => {
  const union = z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('a'), both: text().optional(), mine: text() }),
    z.strictObject({ type: z.literal('b'), both: text().optional() }),
  ]);

  it('becomes one object that requires only the discriminator', () => {
    const schema = field(union);
    expect(schema?.required).toEqual(['type']);
    expect(schema?.properties?.['type']?.enum).toEqual(['a', 'b']);
    expect(Object.keys(schema?.properties ?? {})).toEqual(['type', 'both', 'mine']);
  });

  it('says of each field where it is required and where it is forbidden', () => {
    expect(field(union)?.['x-kubernetes-validations']).toEqual([
      {
        rule: "!(self.type == 'a') || has(self.mine)",
        message: 'is required when type is a',
        fieldPath: '.mine',
        reason: 'FieldValueRequired',
      },
      {
        rule: "self.type == 'a' || !has(self.mine)",
        message: 'must be left out unless type is a',
        fieldPath: '.mine',
        reason: 'FieldValueForbidden',
      },
    ]);
  });

  it.each([
    ['a field of two shapes', { one: text(), two: integer(1, 2) }, 'has two shapes'],
    ['a default within a branch', { one: text().default('x'), two: text().default('x') }, 'has a default'],
  ])('refuses %s', (_name, { one, two }, problem) => {
    const schema = z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('a'), x: one }),
      z.strictObject({ type: z.literal('b'), x: two }),
    ]);
    expect(() => field(schema)).toThrow(problem);
  });
});

describe('what a CRD cannot express', () => {
  const anything = z.string().max(5);
  it.each<[string, z.ZodType, string]>([
    ['an object that lets unknown fields pass', z.object({}), 'strict'],
    ['a string without a bound', z.string(), 'maxLength'],
    ['a number without a bound', z.number(), 'minimum'],
    ['a list without a bound', z.array(anything).meta({ 'x-kubernetes-list-type': 'atomic' }), 'maxItems'],
    ['a list of no list type', z.array(anything).max(3), 'list type'],
    ['a map without a bound', z.record(z.string(), anything), 'maxProperties'],
    ['rules on the keys of a map', z.record(z.string().max(3), anything).meta({ maxProperties: 3 }), 'keys'],
    ['a refinement that only zod knows', anything.refine((value) => value !== 'x'), 'without a CEL rule'],
    ['a union without a discriminator', z.union([z.strictObject({}), anything]), 'union'],
    ['any value', z.unknown(), 'no CRD form'],
    ['a pattern with look-around', anything.regex(/^(?!x).*$/), 'look-around'],
    ['a pattern with a flag', anything.regex(/^x$/i), 'flags'],
    ['two patterns', anything.regex(/^x$/).regex(/^y$/), 'two patterns'],
    ['a format that means something else to the server', z.email().max(9), 'format'],
    ['a date', z.date(), 'Date'],
    ['a pattern in a rule that RE2 lacks', ruledBy("self.matches('^(?=x)$')"), 'look-around'],
  ])('refuses %s', (_name, schema, problem) => {
    expect(() => field(schema)).toThrow(problem);
  });

  it('names the path', () => {
    const schema = z.strictObject({ tags: list(z.strictObject({ name: z.string() }), { max: 3 }) });
    expect(() => structuralSchema(schema)).toThrow(new StructuralSchemaError('.tags[].name', 'has no maxLength'));
  });

  function ruledBy(rule: string): z.ZodType {
    return ruled(z.string().max(5), { rule, message: 'is x', holds: () => true });
  }
});

import { describe, expect, it } from 'vitest';
import { refusal, served } from './support/things.ts';
import { definition, mergePatch, strategicPatch, testWorld, thing, things } from './support/world.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

describe('a definition', () => {
  it('is served from the moment it is established', async () => {
    const world = testWorld();
    const { status, at } = await world.ask('POST', definitions, { body: definition('Thing', { type: 'object' }) });
    expect(status).toBe(201);
    expect(at('status', 'conditions')).toMatchObject([
      { type: 'NamesAccepted' },
      { type: 'Established', status: 'True' },
    ]);
    expect((await world.ask('POST', things, { body: thing('t', {}) })).status).toBe(201);
  });

  it('takes its objects with it', async () => {
    const world = served({});
    await world.ask('POST', things, { body: thing('t', {}) });
    await world.ask('DELETE', `${definitions}/things.t.dev`);
    expect((await world.ask('GET', things)).body).toBe('404 page not found\n');
    await world.ask('POST', definitions, { body: definition('Thing', { type: 'object' }) });
    expect((await world.ask('GET', things)).at('items')).toEqual([]);
  });

  it('changes what is accepted when it changes', async () => {
    const world = served({ n: { type: 'integer' } });
    expect((await world.apply(`${things}/t`, thing('t', { s: 'x' }))).status).toBe(500);
    const next = definition('Thing', { type: 'object', properties: { s: { type: 'string' } } });
    await world.ask('PATCH', `${definitions}/things.t.dev`, { type: mergePatch, body: next });
    expect((await world.apply(`${things}/t`, thing('t', { s: 'x' }))).status).toBe(201);
  });

  it.each([
    [
      'a field without a type',
      { properties: { a: { description: 'x' } } },
      /properties\[a\]\.type: Required value: must not be empty/,
    ],
    ['a list without items', { properties: { a: { type: 'array' } } }, /items: Required value/],
    [
      'properties beside additionalProperties',
      { properties: { a: { type: 'string' } }, additionalProperties: { type: 'string' } },
      /mutual exclusive/,
    ],
    [
      'a rule that does not parse',
      { 'x-kubernetes-validations': [{ rule: 'self.a ==' }] },
      /x-kubernetes-validations\[0\]\.rule: Invalid value: "self\.a =="/,
    ],
    ['a rule with an unknown function', { 'x-kubernetes-validations': [{ rule: "nonsense('a')" }] }, /nonsense/],
    [
      'a rule about a field that is not there',
      { properties: { a: { type: 'string' } }, 'x-kubernetes-validations': [{ rule: 'self.b == self.a' }] },
      /properties\[spec\]\.x-kubernetes-validations\[0\]\.rule: .*compilation failed/,
    ],
    [
      'a rule that compares different types',
      { properties: { a: { type: 'string' } }, 'x-kubernetes-validations': [{ rule: 'self.a == 5' }] },
      /compilation failed: no such overload: string == int/,
    ],
  ])('with %s is refused with the path', async (_case, spec, message) => {
    const { status, message: said } = await testWorld().ask('POST', definitions, {
      body: definition('Thing', { type: 'object', ...spec }),
    });
    expect(status).toBe(422);
    expect(said).toMatch(message);
  });

  it('whose rules compare whole objects is taken where both are of one type', async () => {
    const map = { type: 'object', additionalProperties: { type: 'string' } };
    const list = { type: 'array', items: { type: 'object', properties: { n: { type: 'integer' } } } };
    const object = {
      type: 'object',
      properties: { inner: { type: 'object', properties: { n: { type: 'integer' } } } },
    };
    const rule = 'self.o == oldSelf.o && self.o != self.p && self.m == oldSelf.m && self.l == oldSelf.l';
    const spec = {
      type: 'object',
      properties: { m: map, l: list, o: object, p: object },
      'x-kubernetes-validations': [{ rule }],
    };
    const { status, message } = await testWorld().ask('POST', definitions, { body: definition('Thing', spec) });
    expect([status, message]).toEqual([422, expect.stringContaining('no such overload: Object')]);
    const same = {
      ...spec,
      'x-kubernetes-validations': [{ rule: rule.replace('self.o != self.p', '!(self.m == {})') }],
    };
    expect((await testWorld().ask('POST', definitions, { body: definition('Thing', same) })).status).toBe(201);
  });

  it('whose name is not its plural and group is refused', async () => {
    const body = { ...definition('Thing', { type: 'object' }), metadata: { name: 'other.t.dev' } };
    expect((await testWorld().ask('POST', definitions, { body })).status).toBe(422);
  });
});

describe('validation of custom resources', () => {
  it.each([
    ['a wrong type', { n: 'x' }, 'spec.n: Invalid value: "string": spec.n in body must be of type integer: "string"'],
    [
      'a number below the least',
      { n: 0 },
      'spec.n: Invalid value: 0: spec.n in body should be greater than or equal to 1',
    ],
    [
      'a number above the most',
      { n: 10 },
      'spec.n: Invalid value: 10: spec.n in body should be less than or equal to 9',
    ],
    ['a string too short', { s: '' }, 'spec.s: Invalid value: "": spec.s in body should be at least 1 chars long'],
    ['a string too long', { s: 'aaaa' }, 'spec.s: Too long: may not be more than 3 bytes'],
    ['a string off its pattern', { s: 'A' }, `spec.s: Invalid value: "A": spec.s in body should match '^[a-z]*$'`],
    ['a value not in the list', { e: 'c' }, 'spec.e: Unsupported value: "c": supported values: "a", "b"'],
    ['too many items', { l: ['a', 'b', 'c'] }, 'spec.l: Too many: 3: must have at most 2 items'],
    ['too many properties', { m: { a: 'x', b: 'y' } }, 'spec.m: Too many: 2: must have at most 1 item'],
    ['a missing field', { o: {} }, 'spec.o.need: Required value'],
    ['two items of one key', { k: [{ name: 'a' }, { name: 'a' }] }, 'spec.k[1]: Duplicate value: {"name":"a"}'],
    ['a member twice', { u: ['a', 'a'] }, 'spec.u[1]: Duplicate value: "a"'],
    [
      'null in a list',
      { l: [null] },
      'spec.l[0]: Invalid value: "null": spec.l[0] in body must be of type string: "null"',
    ],
  ])('names %s', async (_case, spec, sentence) => {
    const world = served({
      n: { type: 'integer', minimum: 1, maximum: 9 },
      s: { type: 'string', minLength: 1, maxLength: 3, pattern: '^[a-z]*$' },
      e: { type: 'string', enum: ['a', 'b'] },
      l: { type: 'array', maxItems: 2, items: { type: 'string' } },
      m: { type: 'object', maxProperties: 1, additionalProperties: { type: 'string' } },
      o: { type: 'object', required: ['need'], properties: { need: { type: 'string' } } },
      k: {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['name'],
        items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
      },
      u: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
    });
    expect(await refusal(world, spec)).toBe(sentence);
  });

  it('lists all findings, as causes too', async () => {
    const world = served({ a: { type: 'string' }, b: { type: 'string' } });
    const { at, message } = await world.ask('POST', things, { body: thing('t', { a: 1, b: 2 }) });
    expect(message).toMatch(/is invalid: \[spec\.a: .*, spec\.b: .*\]$/);
    expect(at('details')).toMatchObject({
      name: 't',
      group: 't.dev',
      kind: 'Thing',
      causes: [{ field: 'spec.a' }, { field: 'spec.b' }],
    });
  });

  it('drops nulls where null may not be, then fills in defaults', async () => {
    const world = served({
      a: { type: 'string', default: 'x' },
      b: { type: 'string' },
      keep: { type: 'string', nullable: true },
      o: { type: 'object', default: {}, properties: { inner: { type: 'integer', default: 3 } } },
      m: { type: 'object', additionalProperties: { type: 'string' } },
    });
    const { at } = await world.ask('POST', things, {
      body: thing('t', { a: null, b: null, keep: null, m: { x: null, y: '1' } }),
    });
    expect(at('spec')).toEqual({ a: 'x', keep: null, o: { inner: 3 }, m: { y: '1' } });
  });

  it('prunes what the schema does not know, unless it preserves unknown fields', async () => {
    const world = served({ open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } });
    const { at, headers } = await world.ask('POST', things, { body: thing('t', { zz: 1, open: { any: [1] } }) });
    expect(at('spec')).toEqual({ open: { any: [1] } });
    expect(headers['warning']).toBe('299 - "unknown field \\"spec.zz\\""');
  });

  it('does not judge anew what a stricter schema would refuse, while it stays as it is', async () => {
    const world = served({ a: { type: 'string' }, b: { type: 'string' } });
    await world.ask('POST', things, { body: thing('t', { a: 'long', b: 'x' }) });
    const stricter = definition('Thing', {
      type: 'object',
      properties: { a: { type: 'string', maxLength: 2 }, b: { type: 'string' } },
    });
    await world.ask('PATCH', `${definitions}/things.t.dev`, { type: mergePatch, body: stricter });
    const patch = (spec: unknown): Promise<{ status: number }> =>
      world.ask('PATCH', `${things}/t`, { type: mergePatch, body: { spec } });
    expect((await patch({ b: 'y' })).status).toBe(200);
    expect((await patch({ a: 'other' })).status).toBe(422);
  });

  it('wants a version in a PUT, and does not take strategic patches', async () => {
    const world = served({});
    await world.ask('POST', things, { body: thing('t', {}) });
    const put = await world.ask('PUT', `${things}/t`, { body: thing('t', {}) });
    expect(put.status).toBe(422);
    expect(put.message).toContain('must be specified for an update');
    const patch = await world.ask('PATCH', `${things}/t`, { type: strategicPatch, body: {} });
    expect(patch.status).toBe(415);
    expect(patch.message).toContain(
      'application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    );
  });

  it('keeps status out of the main resource and spec out of the status', async () => {
    const world = served({ n: { type: 'integer' } });
    const created = await world.ask('POST', things, { body: { ...thing('t', { n: 1 }), status: { a: 1 } } });
    expect(created.at('status')).toBeUndefined();
    const status = await world.ask('PATCH', `${things}/t/status`, {
      type: mergePatch,
      body: { spec: { n: 2 }, status: { a: 1 } },
    });
    expect([status.at('spec', 'n'), status.at('status'), status.at('metadata', 'generation')]).toEqual([
      1,
      { a: 1 },
      1,
    ]);
    const main = await world.ask('PATCH', `${things}/t`, {
      type: mergePatch,
      body: { spec: { n: 2 }, status: { a: 2 } },
    });
    expect([main.at('spec', 'n'), main.at('status'), main.at('metadata', 'generation')]).toEqual([2, { a: 1 }, 2]);
  });
});

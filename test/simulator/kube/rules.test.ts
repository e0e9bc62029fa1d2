import { describe, expect, it } from 'vitest';
import { refusal, served } from './support/things.ts';
import { mergePatch, thing, things } from './support/world.ts';

const hidden =
  ', <nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

describe('rules of custom resources', () => {
  const rules = (...list: unknown[]): Record<string, unknown> => ({ 'x-kubernetes-validations': list });
  const text = { type: 'string' };
  const flag = { type: 'boolean' };

  it('name the object, or the field that the rule points at, with its reason', async () => {
    const properties = { type: text, bucket: text, n: { type: 'integer' } };
    const world = served(
      properties,
      rules(
        {
          rule: "self.type != 'bucket' || has(self.bucket)",
          fieldPath: '.bucket',
          reason: 'FieldValueRequired',
          message: 'is required when type is bucket',
        },
        {
          rule: "self.type == 'bucket' || !has(self.bucket)",
          fieldPath: '.bucket',
          reason: 'FieldValueForbidden',
          messageExpression: "'must be left out when type is ' + self.type",
        },
        { rule: '!has(self.n) || self.n + 1 < 10', message: 'n is too large' },
      ),
    );
    expect(await refusal(world, { type: 'bucket' })).toBe(
      'spec.bucket: Required value: is required when type is bucket',
    );
    expect(await refusal(world, { type: 'x', bucket: 'b' })).toBe(
      'spec.bucket: Forbidden: must be left out when type is x',
    );
    expect(await refusal(world, { type: 'x', n: 9 })).toBe('spec: Invalid value: "object": n is too large');
    expect((await world.ask('POST', things, { body: thing('t', { type: 'x', n: 8 }) })).status).toBe(201);
  });

  it('are not looked at while the structure is wrong, and that is said', async () => {
    const world = served({ n: { type: 'integer' } }, rules({ rule: 'self.n > 1' }));
    expect(await refusal(world, { n: 'x' })).toBe(
      `[spec.n: Invalid value: "string": spec.n in body must be of type integer: "string"${hidden}]`,
    );
  });

  it('hold a value once it is set', async () => {
    const world = served(
      { name: text, x: text, on: flag },
      {
        required: ['name'],
        ...rules(
          { rule: 'self.name == oldSelf.name', fieldPath: '.name', message: 'is immutable' },
          {
            rule: 'has(self.x) == has(oldSelf.x) && (!has(self.x) || self.x == oldSelf.x)',
            fieldPath: '.x',
            message: 'is immutable',
          },
          {
            rule: '!has(oldSelf.on) || !oldSelf.on || (has(self.on) && self.on)',
            fieldPath: '.on',
            reason: 'FieldValueForbidden',
            message: 'can be turned on but not off again',
          },
        ),
      },
    );
    await world.ask('POST', things, { body: thing('t', { name: 'a', on: true }) });
    const patch = async (spec: unknown): Promise<string> =>
      (await world.ask('PATCH', `${things}/t`, { type: mergePatch, body: { spec } })).message;
    expect(await patch({ name: 'b' })).toContain('spec.name: Invalid value: "string": is immutable');
    expect(await patch({ x: 'b' })).toContain('spec.x: Invalid value: "string": is immutable');
    expect(await patch({ on: null })).toContain('spec.on: Forbidden: can be turned on but not off again');
    expect(
      (await world.ask('PATCH', `${things}/t`, { type: mergePatch, body: { metadata: { labels: { a: 'b' } } } }))
        .status,
    ).toBe(200);
  });

  it('see the functions and types that Kubernetes adds', async () => {
    const cases: [string, unknown, unknown][] = [
      ["isURL(self.v) && url(self.v).getScheme() in ['https']", 'https://x.dev/a', '/rel'],
      ["duration(self.v) >= duration('1m')", '2m30s', '10s'],
      ["quantity(self.v).isLessThan(quantity('1Gi'))", '512Mi', '2G'],
      ["self.v.find('[0-9]+') == '42'", 'a42b', 'a4b'],
      ["self.v.split(',').size() == 2", 'a,b', 'a'],
      ["self.v.replace('a', 'b') == 'bb'", 'ab', 'cc'],
      ["'%s-%d'.format([self.v, 1]) == 'a-1'", 'a', 'b'],
      ['isIP(self.v)', '10.0.0.1', '10.0.0'],
      ["self.?w.orValue('x') == 'x' && self.v == 'a'", 'a', 'b'],
      ["sets.contains(['a', 'b'], [self.v])", 'a', 'c'],
    ];
    for (const [rule, good, bad] of cases) {
      const world = served({ v: text, w: text }, rules({ rule }));
      expect((await world.ask('POST', things, { body: thing('good', { v: good }) })).status, rule).toBe(201);
      expect((await world.ask('POST', things, { body: thing('bad', { v: bad }) })).status, rule).toBe(422);
    }
  });

  it('see lists by key across a write, and plain lists not', async () => {
    const item = {
      type: 'object',
      required: ['name'],
      properties: { name: text, v: text },
      ...rules({ rule: 'self.v == oldSelf.v', message: 'is fixed' }),
    };
    const world = served({
      keyed: { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'], items: item },
    });
    await world.ask('POST', things, { body: thing('t', { keyed: [{ name: 'a', v: '1' }] }) });
    const added = [
      { name: 'b', v: '2' },
      { name: 'a', v: '1' },
    ];
    expect(
      (await world.ask('PATCH', `${things}/t`, { type: mergePatch, body: { spec: { keyed: added } } })).status,
    ).toBe(200);
    const changed = [{ name: 'a', v: '2' }];
    const { message } = await world.ask('PATCH', `${things}/t`, {
      type: mergePatch,
      body: { spec: { keyed: changed } },
    });
    expect(message).toContain('spec.keyed[0]: Invalid value: "object": is fixed');
  });

  it('that meet a missing field say so', async () => {
    const world = served({ a: text }, rules({ rule: "self.a == 'x'", message: 'a must be x' }));
    expect(await refusal(world, {})).toBe('spec: Invalid value: "object": no such key: a evaluating rule: a must be x');
  });

  it('read names that CEL reserves, escaped', async () => {
    const world = served({ 'a-b': text, namespace: text }, rules({ rule: 'self.a__dash__b == self.__namespace__' }));
    expect((await world.ask('POST', things, { body: thing('t', { 'a-b': 'x', namespace: 'x' }) })).status).toBe(201);
    expect(await refusal(world, { 'a-b': 'x', namespace: 'y' })).toContain('failed rule');
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { describeOnBackend } from './backend.ts';
import { at, listAt, requests, textAt } from './requests.ts';
import type { Answer } from './requests.ts';
import { defineWidgets, widget, widgetsPath } from './widgets.ts';

describeOnBackend('custom resources', (backend) => {
  const { get, apply, post, put, send, mergePatch } = requests(backend.transport);

  beforeAll(() => defineWidgets(backend));

  const newPath = async (): Promise<string> => widgetsPath(await backend.newNamespace('widgets'));
  const create = (path: string, spec: object, query = {}): Promise<Answer> => post(path, widget('w', spec), query);
  const sentenceOf = (answer: Answer): string => textAt(answer.body, 'message');
  const causesOf = (answer: Answer): readonly unknown[] => listAt(answer.body, 'details', 'causes');

  describe('as they are stored', () => {
    it('have the defaults of their schema, nested ones too', async () => {
      const { status, body } = await create(await newPath(), {});
      expect(status).toBe(201);
      expect(at(body, 'spec')).toEqual({ size: 3, policy: { mode: 'Full' } });
    });

    it('have lost the nulls of fields that are not nullable, and got the default instead', async () => {
      const { status, body } = await create(await newPath(), { size: null, colour: null, labels: { a: null, b: 'x' } });
      expect(status).toBe(201);
      expect(at(body, 'spec')).toEqual({ size: 3, labels: { b: 'x' }, policy: { mode: 'Full' } });
    });

    it('have lost unknown fields, with a warning', async () => {
      const { status, headers, body } = await create(await newPath(), { zz: 1 });
      expect(status).toBe(201);
      expect(headers['warning']).toBe('299 - "unknown field \\"spec.zz\\""');
      expect(at(body, 'spec', 'zz')).toBeUndefined();
    });

    it('start at generation 1 with a uid, a version and a time', async () => {
      const { body } = await create(await newPath(), {});
      expect(at(body, 'metadata', 'generation')).toBe(1);
      expect(textAt(body, 'metadata', 'uid')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-/);
      expect(textAt(body, 'metadata', 'resourceVersion')).toMatch(/^[1-9][0-9]*$/);
      expect(textAt(body, 'metadata', 'creationTimestamp')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    });
  });

  describe('are refused, in sentences that name the field, for', () => {
    it('an unknown field under strict validation', async () => {
      const answer = await create(await newPath(), { zz: 1 }, { fieldValidation: 'Strict' });
      expect([answer.status, at(answer.body, 'reason')]).toEqual([400, 'BadRequest']);
      expect(sentenceOf(answer)).toContain('strict decoding error: unknown field "spec.zz"');
    });

    it('a value outside its bounds, its list or its type', async () => {
      const path = await newPath();
      const outside = await create(path, { size: 10 });
      expect([outside.status, at(outside.body, 'reason')]).toEqual([422, 'Invalid']);
      expect(sentenceOf(outside)).toContain(
        'spec.size: Invalid value: 10: spec.size in body should be less than or equal to 9',
      );
      expect(causesOf(outside)[0]).toMatchObject({ reason: 'FieldValueInvalid', field: 'spec.size' });
      expect(sentenceOf(await create(path, { colour: 'pink' }))).toContain(
        'spec.colour: Unsupported value: "pink": supported values: "red", "green", "blue"',
      );
      expect(sentenceOf(await create(path, { size: 'big' }))).toContain(
        'spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"',
      );
      expect(sentenceOf(await create(path, { owner: 'x'.repeat(64) }))).toContain(
        'spec.owner: Too long: may not be more than 63 bytes',
      );
    });

    it('a missing field', async () => {
      const answer = await create(await newPath(), { target: {} });
      expect(answer.status).toBe(422);
      expect(sentenceOf(answer)).toContain('spec.target.type: Required value');
    });

    it('a broken rule, with the path and the reason that the rule states', async () => {
      const path = await newPath();
      const lacking = await create(path, { target: { type: 'bucket' } });
      expect(sentenceOf(lacking)).toBe(
        'Widget.conformance.planewright.dev "w" is invalid: spec.target.bucket: Required value: is required when type is bucket',
      );
      expect(causesOf(lacking)).toEqual([
        {
          reason: 'FieldValueRequired',
          message: 'Required value: is required when type is bucket',
          field: 'spec.target.bucket',
        },
      ]);
      const tooMuch = await create(path, { target: { type: 'bucket', bucket: 'b', webhook: 'w' } });
      expect(sentenceOf(tooMuch)).toContain('spec.target.webhook: Forbidden: must be left out when type is bucket');
    });

    it('broken structure first: rules are not looked at, and the answer says so', async () => {
      const path = await newPath();
      const bucketless = { target: { type: 'bucket' } };
      for (const wrong of [{ colour: 'pink' }, { size: 'big' }, { owner: 'x'.repeat(64) }]) {
        const sentence = sentenceOf(await create(path, { ...bucketless, ...wrong }));
        expect(sentence).toContain('some validation rules were not checked because the object was invalid');
        expect(sentence).not.toContain('is required when type is bucket');
      }
    });

    it('a number out of bounds and a broken rule at once', async () => {
      const sentence = sentenceOf(await create(await newPath(), { size: 10, target: { type: 'bucket' } }));
      expect(sentence).toContain('spec.size: Invalid value: 10');
      expect(sentence).toContain('is required when type is bucket');
    });

    it('repeated members of a set and repeated keys of a list', async () => {
      const path = await newPath();
      expect(sentenceOf(await create(path, { tags: ['a', 'a'] }))).toContain('spec.tags[1]: Duplicate value: "a"');
      expect(sentenceOf(await create(path, { parts: [{ name: 'a' }, { name: 'a' }] }))).toContain(
        'spec.parts[1]: Duplicate value: {"name":"a"}',
      );
    });

    it('a change of what is immutable, also by taking it away', async () => {
      const path = await newPath();
      await create(path, { owner: 'ada' });
      const changed = await mergePatch(`${path}/w`, { spec: { owner: 'bob' } });
      expect(changed.status).toBe(422);
      expect(sentenceOf(changed)).toContain('spec.owner: Invalid value: ');
      expect(sentenceOf(changed)).toContain('is immutable');
      expect((await mergePatch(`${path}/w`, { spec: { owner: null } })).status).toBe(422);
      expect((await mergePatch(`${path}/w`, { spec: { size: 4 } })).status).toBe(200);
    });

    it('turning a one-way switch back', async () => {
      const path = await newPath();
      await create(path, {});
      expect((await mergePatch(`${path}/w`, { spec: { locked: true } })).status).toBe(200);
      for (const locked of [false, null]) {
        const answer = await mergePatch(`${path}/w`, { spec: { locked } });
        expect(answer.status).toBe(422);
        expect(sentenceOf(answer)).toContain('spec.locked: Forbidden: can be turned on but not off again');
      }
    });

    it('the same broken rules when they are applied', async () => {
      const path = await newPath();
      const answer = await apply(`${path}/w`, widget('w', { target: { type: 'bucket' } }));
      expect(answer.status).toBe(422);
      expect(sentenceOf(answer)).toContain('spec.target.bucket: Required value: is required when type is bucket');
    });

    it('an update without a version, a create with one, and a patch that merges by strategy', async () => {
      const path = await newPath();
      await create(path, {});
      const unversioned = await put(`${path}/w`, widget('w', {}));
      expect([unversioned.status, sentenceOf(unversioned)]).toEqual([
        422,
        expect.stringContaining(
          'metadata.resourceVersion: Invalid value: 0: must be specified for an update',
        ) as string,
      ]);
      const versioned = await post(path, widget('v', {}, { resourceVersion: '1' }));
      expect([versioned.status, sentenceOf(versioned)]).toEqual([
        500,
        expect.stringContaining('resourceVersion should not be set on objects to be created') as string,
      ]);
      const strategic = await send({
        method: 'PATCH',
        path: `${path}/w`,
        headers: { 'content-type': 'application/strategic-merge-patch+json' },
        body: '{}',
      });
      expect(strategic.status).toBe(415);
      for (const kind of ['json-patch+json', 'merge-patch+json', 'apply-patch+yaml']) {
        expect(sentenceOf(strategic)).toContain(`application/${kind}`);
      }
    });
  });

  describe('with a status subresource', () => {
    it('ignore status in the object, and everything else in the status', async () => {
      const path = await newPath();
      const created = await post(path, { ...widget('w', { size: 1 }), status: { phase: 'Early' } });
      expect(at(created.body, 'status')).toBeUndefined();
      const resourceVersion = textAt(created.body, 'metadata', 'resourceVersion');
      const written = await put(`${path}/w/status`, {
        ...widget('w', { size: 9 }, { resourceVersion, labels: { l: 'x' } }),
        status: { phase: 'Up' },
      });
      expect(written.status).toBe(200);
      expect(written.body).toMatchObject({ spec: { size: 1 }, status: { phase: 'Up' }, metadata: { generation: 1 } });
      expect(at(written.body, 'metadata', 'labels')).toBeUndefined();
      const changed = await mergePatch(`${path}/w`, { spec: { size: 2 }, status: { phase: 'Down' } });
      expect(changed.body).toMatchObject({ spec: { size: 2 }, status: { phase: 'Up' }, metadata: { generation: 2 } });
    });
  });

  describe('as tables', () => {
    it('have their name and their printer columns, those of low priority marked', async () => {
      const path = await newPath();
      await create(path, { colour: 'red' });
      const { body } = await get(path, {}, 'application/json;as=Table;v=v1;g=meta.k8s.io');
      expect(at(body, 'kind')).toBe('Table');
      const columns = listAt(body, 'columnDefinitions').map((column) => [at(column, 'name'), at(column, 'priority')]);
      expect(columns).toEqual([
        ['Name', 0],
        ['Size', 0],
        ['Colour', 1],
      ]);
      expect(at(body, 'rows', 0, 'cells')).toEqual(['w', 3, 'red']);
      expect(at(body, 'rows', 0, 'object', 'kind')).toBe('PartialObjectMetadata');
    });
  });

  it('of a kind that nobody defined are answered in plain text, not by a Status', async () => {
    const { status, headers, text } = await get('/apis/nowhere.planewright.dev/v1/things');
    expect(status).toBe(404);
    expect(headers['content-type']).toMatch(/^text\/plain/);
    expect(text.trim()).toBe('404 page not found');
  });
});

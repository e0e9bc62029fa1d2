import { expect, it } from 'vitest';
import { describeOnBackend } from './backend.ts';
import { at, requests, textAt } from './requests.ts';

describeOnBackend('refusals', (backend) => {
  const { get, post, put, send } = requests(backend.transport);

  const configMap = (name: string): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  const newPath = async (): Promise<string> =>
    `/api/v1/namespaces/${await backend.newNamespace('refusals')}/configmaps`;

  it('of what is not there name it', async () => {
    const { status, body } = await get(`${await newPath()}/x`);
    expect(status).toBe(404);
    expect(body).toMatchObject({
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      reason: 'NotFound',
      message: 'configmaps "x" not found',
      details: { name: 'x', kind: 'configmaps' },
      code: 404,
    });
  });

  it('of what is there already name it', async () => {
    const path = await newPath();
    await post(path, configMap('a'));
    const { status, body } = await post(path, configMap('a'));
    expect(status).toBe(409);
    expect(body).toMatchObject({
      reason: 'AlreadyExists',
      message: 'configmaps "a" already exists',
      details: { name: 'a', kind: 'configmaps' },
    });
  });

  it('of an object in a namespace that does not exist name the namespace', async () => {
    const { status, body } = await post('/api/v1/namespaces/nobody-made-this/configmaps', configMap('a'));
    expect([status, at(body, 'reason'), textAt(body, 'message')]).toEqual([
      404,
      'NotFound',
      'namespaces "nobody-made-this" not found',
    ]);
  });

  it('of a body that is no JSON, and of an object of another kind, are bad requests', async () => {
    const path = await newPath();
    const broken = await send({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: '{',
    });
    expect([broken.status, at(broken.body, 'reason')]).toEqual([400, 'BadRequest']);
    expect((await post(path, { ...configMap('a'), kind: 'Secret' })).status).toBe(400);
  });

  it('of a name that no object may have state the rule', async () => {
    const { status, body } = await post(await newPath(), configMap('No_Such_Name'));
    expect([status, at(body, 'reason')]).toEqual([422, 'Invalid']);
    expect(textAt(body, 'message')).toContain('metadata.name: Invalid value: "No_Such_Name"');
    expect(textAt(body, 'message')).toContain('RFC 1123');
  });

  it('of another name in the body than in the address are bad requests', async () => {
    const path = await newPath();
    await post(path, configMap('a'));
    expect((await put(`${path}/a`, configMap('b'))).status).toBe(400);
  });

  it('of an update of a built-in object without a version do not come: it is taken', async () => {
    const path = await newPath();
    await post(path, configMap('a'));
    const { status, body } = await put(`${path}/a`, { ...configMap('a'), data: { k: 'v' } });
    expect([status, at(body, 'data', 'k')]).toEqual([200, 'v']);
  });

  it('of a change of an immutable ConfigMap say so', async () => {
    const path = await newPath();
    await post(path, { ...configMap('a'), immutable: true, data: { k: 'v' } });
    const { status, body } = await put(`${path}/a`, { ...configMap('a'), immutable: true, data: { k: 'w' } });
    expect(status).toBe(422);
    expect(textAt(body, 'message')).toContain('data: Forbidden: field is immutable when `immutable` is set');
  });
});

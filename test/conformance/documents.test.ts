import { beforeAll, describe, expect, it } from 'vitest';
import { customResourceDefinitions } from '../../src/api/crd/definition.ts';
import { kindNamed, type KindName } from '../../src/api/index.ts';
import { knownDifferences, type KnownDifference } from '../../src/api/known-differences.ts';
import { must } from '../../src/runtime/must.ts';
import { documentOf } from '../api/documents/cases.ts';
import { creations } from '../api/documents/creations.ts';
import { updates } from '../api/documents/updates.ts';
import { describeOnBackend } from './backend.ts';
import { at, listAt, requests, textAt, type Answer } from './requests.ts';

/** Paths of the fields that a refusal points at; for a strict decoding error, the fields that it names. */
function fieldsOf({ body, text }: Answer): string[] {
  const causes = at(body, 'details', 'causes') === undefined ? [] : listAt(body, 'details', 'causes');
  const unknown = Array.from(text.matchAll(/unknown field \\"([^\\"]+)\\"/g), (match) => match[1] ?? '');
  return [...causes.map((cause) => textAt(cause, 'field')), ...unknown];
}

describeOnBackend('the kinds of Planewright, on their corpus', (backend) => {
  const { apply, post, put, get } = requests(backend.transport);
  let namespace = '';

  beforeAll(async () => {
    for (const definition of customResourceDefinitions()) {
      const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${definition.metadata.name}`;
      await apply(path, definition, { force: 'true' });
      await backend.eventually('the kind is served', async () => {
        const { status } = await get(`/apis/planewright.dev/v1alpha1/${definition.spec.names.plural}`);
        return status === 200 ? true : undefined;
      });
    }
    const answer = await post('/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { generateName: 'corpus-' },
    });
    namespace = textAt(answer.body, 'metadata', 'name');
  });

  const collection = (kind: KindName): string =>
    `/apis/planewright.dev/v1alpha1/namespaces/${namespace}/${must(kindNamed(kind), 'a kind of the registry').plural}`;
  const strict = { fieldValidation: 'Strict', dryRun: 'All' };
  const create = (kind: KindName, document: object): Promise<Answer> => post(collection(kind), document, strict);
  /** What the server says where it and zod are known to disagree. */
  const differences: readonly KnownDifference[] = knownDifferences;
  const serverAccepts = (difference: string): boolean =>
    differences.some(({ id, server }) => id === difference && server === 'accepts');

  describe('created', () => {
    it.each(
      creations.map((creation) => [creation.kind, creation.name, creation.refused ?? 'nothing', creation] as const),
    )('%s: %s: refused is %s', async (kind, _name, _field, creation) => {
      const answer = await create(kind, inNamespace(documentOf(kind, creation), namespace));
      const accepted =
        creation.differs === undefined ? creation.refused === undefined : serverAccepts(creation.differs);
      if (accepted) expect([answer.status, answer.text]).toEqual([201, expect.anything()]);
      else {
        expect([400, 422], answer.text).toContain(answer.status);
        if (creation.differs === undefined) expect(fieldsOf(answer)).toContain(creation.refused);
      }
    });
  });

  describe('changed', () => {
    it.each(
      updates.map((update, index) => [update.kind, update.name, update.refused ?? 'nothing', update, index] as const),
    )('%s: %s: refused is %s', async (kind, _name, _field, update, index) => {
      const name = `update-${index}`;
      const named = (document: Record<string, unknown>): Record<string, unknown> => ({
        ...document,
        metadata: { ...(document['metadata'] as object), name, namespace },
      });
      const stored = await post(collection(kind), named(documentOf(kind, update.stored)));
      expect(stored.status, stored.text).toBe(201);
      const next = named(documentOf(kind, update.stored, update.applied));
      const resourceVersion = at(stored.body, 'metadata', 'resourceVersion');
      const answer = await put(`${collection(kind)}/${name}`, {
        ...next,
        metadata: { ...(next['metadata'] as object), resourceVersion },
      });
      if (update.refused === undefined) expect(answer.status, answer.text).toBe(200);
      else {
        expect(answer.status, answer.text).toBe(422);
        expect(fieldsOf(answer)).toContain(update.refused);
      }
    });
  });
});

function inNamespace(document: Record<string, unknown>, namespace: string): object {
  return { ...document, metadata: { ...(document['metadata'] as object), namespace } };
}

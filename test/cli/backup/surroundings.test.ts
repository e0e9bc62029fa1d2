import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { environmentItem, realGit, resourcesItem } from '../../../src/cli/backup/surroundings.ts';
import { inventoryAsText } from '../../../src/cli/backup/text.ts';

it('says that the file of an environment is in no repository, and not what git was asked', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'planewright-no-git-'));
  const item = await environmentItem(['prod.yaml'], folder, realGit).finally(() => rmSync(folder, { recursive: true }));
  expect([item.state, item.problem?.reason]).toEqual(['unknown', 'it is in no git repository']);
});

it('counts one resource as one, and ends a sentence once', () => {
  const one = { apiVersion: 'v1', kind: 'Project', metadata: { name: 'a' } };
  expect(resourcesItem(new Map([['Project', [one]]])).name).toBe('1 custom resource');
  const item = resourcesItem(new Error('There is no kubeconfig.\n  at'));
  expect(inventoryAsText('prod', [item])).toContain('could not be asked: There is no kubeconfig.\n');
});

it('says once what many need', () => {
  const problem = (reason: string) => ({ reason, next: 'Sign in.' });
  const item = (role: string) =>
    ({ kind: 'key', role, name: role, state: 'unknown', essential: true, copies: [], problem: problem(role) }) as const;
  expect(inventoryAsText('prod', [item('a'), item('b')])).toMatch(/\nkey a: a\.\nkey b: b\.\n {2}Sign in\.\n$/);
});

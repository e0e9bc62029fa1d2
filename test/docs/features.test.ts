import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/api/index.ts';
import { projectFiles, readProjectFile } from '../workshop/tree.ts';
import { readFeatures } from './feature-table.ts';

const features = await readFeatures();
const working = features.filter(({ state }) => state === 'works');
const existingKinds = kinds.map(({ kind }) => kind);
const existingCommands = (await projectFiles('src/cli'))
  .filter((file) => path.dirname(file) === 'src/cli/commands')
  .map((file) => path.basename(file, '.ts'));
const { scripts } = JSON.parse(await readProjectFile('package.json')) as { scripts: Record<string, string> };

describe('docs/features.md', () => {
  it('has the 48 features, each once and in order', () => {
    const expected = Array.from({ length: 48 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`);
    expect(features.map(({ id }) => id)).toEqual(expected);
    expect(new Set(features.map(({ name }) => name)).size).toBe(48);
  });

  it.each(features)('says of $id what it is, whether it works, and what shows or will show it', (feature) => {
    expect(feature.what).not.toBe('');
    expect(['works', 'planned']).toContain(feature.state);
    expect(feature.kinds.length + feature.commands.length + feature.scripts.length).toBeGreaterThan(0);
  });

  it.each(working)('names for $id, which it says works, only kinds and commands that exist', (feature) => {
    expect(existingKinds).toEqual(expect.arrayContaining([...feature.kinds]));
    expect(existingCommands).toEqual(expect.arrayContaining([...feature.commands]));
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...feature.scripts]));
  });

  it.each(existingKinds)('claims something that works for %s', (kind) => {
    expect(working.flatMap((feature) => feature.kinds)).toContain(kind);
  });
});

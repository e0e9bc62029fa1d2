import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, readProjectFile } from '../workshop/tree.ts';

const pages = (await projectFiles('docs/adr'))
  .map((file) => path.basename(file))
  .filter((file) => file !== 'README.md');

describe('decision records', () => {
  it('have a number of their own', () => {
    const numbers = pages.map((page) => /^(\d{4})-[a-z0-9-]+\.md$/.exec(page)?.[1] ?? `no number: ${page}`);
    expect(numbers.filter((number, index) => numbers.indexOf(number) !== index)).toEqual([]);
    expect(numbers.filter((number) => number.startsWith('no number'))).toEqual([]);
  });

  it.each(pages)('%s begins with a title and says more than that', async (page) => {
    const lines = (await readProjectFile(`docs/adr/${page}`)).split('\n');
    expect(lines[0]).toMatch(/^# \S/);
    expect(lines.filter((line) => line.trim() !== '').length).toBeGreaterThan(2);
  });
});

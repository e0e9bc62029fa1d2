import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/api/index.ts';
import { projectFiles, readProjectFile } from '../workshop/tree.ts';

const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/concepts.md'];
const existingCommands = (await projectFiles('src/cli'))
  .filter((file) => path.dirname(file) === 'src/cli/commands' && file.endsWith('.ts'))
  .map((file) => path.basename(file, '.ts'));
const { scripts } = JSON.parse(await readProjectFile('package.json')) as { scripts: Record<string, string> };

/** What `pattern` captures in the code of a page, blocks and spans alike. */
async function inCode(page: string, pattern: RegExp): Promise<string[]> {
  const code = [...(await readProjectFile(page)).matchAll(/```[\s\S]*?```|`[^`\n]+`/g)]
    .map(([text]) => text)
    .join('\n');
  return [...new Set([...code.matchAll(pattern)].map(([, name = '']) => name))];
}

describe('commands that pages tell people to run', () => {
  it.each(pages)('exist, in %s', async (page) => {
    const commands = await inCode(page, /(?:^|`|npx )planewright ([a-z]+(?:-[a-z]+)*)/gm);
    expect(commands.filter((name) => !existingCommands.includes(name))).toEqual([]);
    const called = await inCode(page, /\bnpm run ([a-z:]+)/g);
    expect(called.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('are all in the README, with every kind', async () => {
    expect((await inCode('README.md', /^`planewright ([a-z]+(?:-[a-z]+)*)/gm)).sort()).toEqual(existingCommands.sort());
    const readme = await readProjectFile('README.md');
    expect(kinds.map(({ kind }) => kind).filter((kind) => !readme.includes(`[\`${kind}\`]`))).toEqual([]);
  });
});

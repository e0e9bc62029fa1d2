import { describe, expect, it } from 'vitest';
import { sentenceOfProblem } from '../../../src/api/documents/problem.ts';
import { collisions } from '../../../stacks/environment/collisions.ts';
import { environmentFilesIn } from '../../../stacks/environment/files.ts';
import { loadEnvironment, type LoadedEnvironment } from '../../../stacks/environment/load.ts';
import { shapeOf } from '../../../stacks/environment/resolve.ts';
import { environmentSchemas } from '../../../stacks/environment/schema/environment.ts';
import { projectFiles, readProjectFile } from '../../workshop/tree.ts';

const files = {
  cwd: '/',
  readFile: readProjectFile,
  readFolder: async (folder: string) =>
    (await projectFiles(folder)).map((file) => file.slice(folder.length + 1)).filter((name) => !name.includes('/')),
};
const examples = await environmentFilesIn(files);
const readme = await readProjectFile('environments/README.md');

describe('the examples of environments', () => {
  it.each(examples)('are valid, and listed: %s', async (file) => {
    const { problems, environment } = await loadEnvironment(file, files);
    expect(problems.map(sentenceOfProblem)).toEqual([]);
    expect(environment).toBeDefined();
    expect(readme).toContain(`[${file.replace('environments/', '')}]`);
  });

  it.each(examples)('explain themselves and complete in an editor: %s', async (file) => {
    const [first = '', second = ''] = (await readProjectFile(file)).split('\n');
    expect(first).toBe('# yaml-language-server: $schema=../docs/reference/schemas/environment.json');
    expect(second).toMatch(/^# [A-Z].{20}/);
  });

  it('are one at least for every mode and cloud, and for everything brought', async () => {
    const loaded = await Promise.all(examples.map((file) => loadEnvironment(file, files)));
    const valid = loaded.filter((each): each is LoadedEnvironment => each.environment !== undefined);
    const shapes = valid.map(({ document }) => shapeOf(document));
    expect([...new Set(shapes)].sort()).toEqual(Object.keys(environmentSchemas).sort());
    const brought = valid.filter(
      ({ environment: { spec } }) => 'kubernetes' in spec && spec.kubernetes.type === 'Existing',
    );
    expect(brought).toHaveLength(3);
    expect(collisions(valid)).toEqual([]);
  });
});

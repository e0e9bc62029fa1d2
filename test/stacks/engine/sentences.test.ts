import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const spoken = ['stacks/engine/cloud-failures.ts', 'stacks/engine/gate.ts', 'stacks/engine/settle.ts'];

describe('the way out of a failure of the engine', () => {
  it.each([...spoken, 'src/runtime/error-catalogue.ts', 'src/cli/engine/up.ts', 'src/cli/engine/unlock.ts'])(
    'names only commands and options that there are: %s',
    async (file) => {
      const text = await readFile(new URL(file, root), 'utf8');
      for (const [, command = '', rest = ''] of text.matchAll(
        /planewright ([a-z]+)((?: [A-Za-z.$\{\}]+)*(?: --[a-z-]+)*)/g,
      )) {
        const source = await readFile(new URL(`src/cli/commands/${command}.ts`, root), 'utf8');
        for (const [option] of rest.matchAll(/--[a-z-]+/g)) expect(source).toContain(option);
      }
    },
  );
});

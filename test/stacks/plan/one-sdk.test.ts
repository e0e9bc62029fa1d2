import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { example } from '../support/examples.ts';

const child = fileURLToPath(new URL('support/listing-child.ts', import.meta.url));

/** Packages of the SDKs that planning an environment loads. */
async function loaded(name: string): Promise<readonly string[]> {
  const { environment } = await example(name);
  return new Promise((resolve, reject) => {
    const run = execFile(process.execPath, [child], { maxBuffer: 1e8 }, (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as string[]);
      else reject(new Error(`${stdout.slice(-500)}\n${stderr.slice(-500)}`, { cause: error }));
    });
    run.stdin?.end(JSON.stringify(environment));
  });
}

describe('planning an environment', () => {
  it.each([
    ['aws-production', 'aws'],
    ['google-standard', 'gcp'],
    ['azure-production', 'azure-native'],
    ['byoc-google', 'gcp'],
  ])('of %s loads the SDK %s and no other', async (name, sdk) => {
    const clouds = (await loaded(name)).filter((one) => ['aws', 'gcp', 'azure-native'].includes(one));
    expect(clouds).toEqual([sdk]);
  });
});

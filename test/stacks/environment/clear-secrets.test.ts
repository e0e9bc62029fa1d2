import { describe, expect, it } from 'vitest';
import { sentenceOfProblem } from '../../../src/api/documents/problem.ts';
import { loadEnvironmentText } from '../../../stacks/environment/load.ts';
import { aws, filesOf } from './files.ts';

const canary = 'c4n4ry';

async function sentencesOf(text: string): Promise<readonly string[]> {
  const { problems } = await loadEnvironmentText('prod.yaml', text, filesOf({}));
  return problems.map(sentenceOfProblem);
}

describe('a secret in an environment file', () => {
  it.each([
    [
      'a URL with a password',
      '  alarms',
      `  exports: [{ name: a, bucket: x, prefix: 'postgres://u:${canary}@h/' }]\n  alarms`,
    ],
    [
      'a database URL where its secret is named',
      "{ type: New, version: '7.1', instanceType: cache.r7g.large, highAvailability: true }",
      `{ type: Existing, host: h, urlSecret: 'rediss://u:${canary}@h' }`,
    ],
    ['the license key itself', '  alarms', `  secrets: { licenseKey: ${canary} }\n  alarms`],
    [
      'a token in a variable',
      '  alarms',
      `  plane: { api: { extraEnv: [{ name: X, value: sk-${canary}12345678 }] } }\n  alarms`,
    ],
    [
      'a variable that is called a password',
      '  alarms',
      `  plane: { api: { extraEnv: [{ name: DB_PASSWORD, value: ${canary} }] } }\n  alarms`,
    ],
    ['an access key of a cloud', '  alarms', `  tags: { owner: 'aB3${canary.repeat(8)}' }\n  alarms`],
    ['a private key', '  alarms', `  tags: { owner: "-----BEGIN RSA PRIVATE KEY-----${canary}" }\n  alarms`],
    ['a connection string', '  alarms', `  tags: { owner: AccountName=a;AccountKey=${canary}12345678 }\n  alarms`],
    ['a field of no schema', '  alarms', `  password: ${canary}\n  alarms`],
  ])('is refused and not repeated: %s', async (_, from, to) => {
    expect(aws).toContain(from);
    const sentences = await sentencesOf(aws.replace(from, to));
    expect(sentences.filter((sentence) => sentence.includes('looks like a secret'))).toHaveLength(1);
    expect(sentences.join('\n')).not.toContain(canary);
  });

  it('is found in a file that is wrong otherwise, and in one that has no kind', async () => {
    const text = aws.replace('mode: SelfHosted', `mode: none\n  password: ${canary}`);
    expect(await sentencesOf(text)).toContainEqual(expect.stringContaining('spec.password: looks like a secret'));
  });

  it('is told from the name of one, and from the path of a resource', async () => {
    const text = aws
      .replace(
        'encryption: { type: New }',
        'secrets: { licenseKey: { type: Existing, name: Acme-License-Key-2026 } }\n  encryption: { type: New }',
      )
      .replace(
        '  alarms',
        '  tags: { key: projects/acmeProd1/locations/us/keyRings/aRingOfKeys/cryptoKeys/k1 }\n  alarms',
      );
    expect(await sentencesOf(text)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { sentenceOfProblem } from '../../../src/api/documents/problem.ts';
import { loadEnvironment } from '../../../stacks/environment/load.ts';
import { aws, filesOf, head, saas } from './files.ts';

async function load(texts: Readonly<Record<string, string>>, name = 'environments/prod.yaml') {
  const loaded = await loadEnvironment(name, filesOf(texts));
  const sentences = loaded.problems.map(sentenceOfProblem);
  return { document: undefined, ...loaded, sentences };
}

const one = (text: string) => load({ 'environments/prod.yaml': text });

describe('an environment file', () => {
  it('is found by its path, and by its bare name under environments/', async () => {
    expect((await load({ 'elsewhere/a.yaml': saas }, 'elsewhere/a.yaml')).environment?.metadata.name).toBe('saas');
    expect((await load({ 'environments/a.yml': saas }, 'a')).files).toEqual(['environments/a.yml']);
    await expect(load({}, 'a')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is an environment with the defaults of its schema', async () => {
    const { environment, problems } = await one(aws);
    expect(problems).toEqual([]);
    expect(environment?.spec).toMatchObject({ mode: 'SelfHosted', plane: { namespace: 'braintrust' }, tags: {} });
  });

  it.each([
    ['a wrong type', ['min: 3', 'min: ‸three'], 'spec.kubernetes.services.min: must be a whole number, but is text'],
    [
      'an unknown field',
      ['storageGiB', '‸storageGib'],
      'spec.postgres.storageGib: unknown field; did you mean "storageGiB"?',
    ],
    [
      'a word that is no choice',
      ['nat: PerZone', 'nat: ‸perzone'],
      'spec.network.nat: must be one of PerZone, Single; did you mean "PerZone"?',
    ],
    [
      'a type that is none',
      ['encryption: { type: New', 'encryption: { type: ‸Nwe'],
      'spec.encryption.type: must be one of New, Existing; did you mean "New"?',
    ],
    [
      'a field of another choice',
      ['{ type: New, cidr: 10.175.0.0/16, nat', '{ type: Existing, cidr: 10.175.0.0/16, ‸nat'],
      'spec.network.nat: must be left out unless type is New',
    ],
    [
      'a field of another cloud',
      ['  quarantine:', '  ‸kubernets: 1\n  quarantine:'],
      'spec.kubernets: unknown field; did you mean "kubernetes"?',
    ],
    [
      'an account without quotes',
      ["'123456789012'", '‸123456789012'],
      'spec.cloud.accountId: must be text, but is a number; put it in quotes',
    ],
    [
      'an account that YAML reads as octal',
      ["'123456789012'", '‸012345670123'],
      'spec.cloud.accountId: must be text, but is a number; kubectl reads an unquoted 012345670123 as 1402433619: put it in quotes if it is text',
    ],
    ['a region that is none', ['us-east-1\n', '‸Virginia\n'], 'spec.cloud.region: must be a region such as us-east-1'],
    [
      'nothing where something must be',
      ['name: Acme }', 'name: ‸}'],
      'spec.organization.name: must be text, but is null',
    ],
    [
      'a cloud by another name',
      ['provider: aws', 'provider: ‸gcp'],
      'spec.cloud.provider: must be one of aws, google, azure; did you mean "google"?',
    ],
    [
      'a mode that is none',
      ['mode: SelfHosted', 'mode: ‸self-hosted'],
      'spec.mode: must be one of SelfHosted, BYOC, SaaS; did you mean "SelfHosted"?',
    ],
    [
      'an exception without a reason',
      ['  alarms', '  policy: { exceptions: [‸{ policy: tags, until: 2027-01-01 }] }\n  alarms'],
      'spec.policy.exceptions[0].reason: is required',
    ],
    [
      'a name that is too long',
      ['name: prod', 'name: ‸production-of-the-first'],
      'metadata.name: must have at most 18 characters',
    ],
    [
      'no mode',
      ['spec:\n  mode: SelfHosted\n', '‸spec:\n'],
      'spec.mode: is required; it is one of SelfHosted, BYOC, SaaS',
    ],
    [
      'another kind',
      ['kind: Environment', 'kind: ‸Enviroment'],
      'kind: is not that of an environment; write Environment',
    ],
    [
      'a second document',
      ['spec:', '---\n‸spec:'],
      'a file describes one environment, and here a second document begins; give it a file of its own',
    ],
  ] as const)('answers %s with file, line, field, reason and a way out', async (_, [from, to], sentence) => {
    const [text, place] = marked(aws.replace(from, to));
    const { sentences, environment } = await one(text);
    expect(environment).toBeUndefined();
    expect(sentences).toContain(`environments/prod.yaml:${place} ${sentence}`);
  });

  it.each([
    [
      'misspelt',
      'profile: sandbx',
      'must be one of sandbox, production, production-ha, high-ingest; did you mean "sandbox"?',
    ],
    ['missing', 'version: 2.9.0', 'is required; it is one of sandbox, production, production-ha, high-ingest'],
  ])('says nothing but that of a profile that is %s', async (_, line, reason) => {
    const brief = `${head}metadata: { name: a }
spec:
  mode: SelfHosted
  ${line}
  version: 2.9.0
  organization: { name: Acme }
  cloud: { provider: aws, accountId: '123456789012', region: us-east-1 }
  entry: { hostname: a.example.com }
`;
    const { sentences } = await one(line.startsWith('version') ? brief.replace('  version: 2.9.0\n', '') : brief);
    expect(sentences).toEqual([expect.stringContaining(`spec.profile: ${reason}`)]);
  });

  it('reports BYOC on Azure as what the vendor has not published', async () => {
    const { sentences } = await one(
      `${head}metadata: { name: a }\nspec: { mode: BYOC, cloud: { provider: azure }, organization: { name: A } }\n`,
    );
    expect(sentences).toEqual([
      'environments/prod.yaml:4:40 spec.cloud.provider: the vendor has published no BYOC for Azure; take SelfHosted on azure, or BYOC on aws or google',
    ]);
  });

  it('says that a cloud means nothing where the vendor hosts everything', async () => {
    const { sentences } = await one(`${saas}  cloud: { provider: aws }\n`);
    expect(sentences).toEqual([
      'environments/prod.yaml:7:3 spec.cloud: has no meaning with mode SaaS, which makes nothing in any cloud; remove it, or set spec.mode to SelfHosted or BYOC',
    ]);
  });

  it('says to which kind of environment a field belongs', async () => {
    const { sentences } = await one(
      `${head}metadata: { name: a }\nspec:\n  mode: BYOC\n  postgres: {}\n  cloud: { provider: google }\n`,
    );
    expect(sentences).toContain(
      'environments/prod.yaml:6:3 spec.postgres: belongs to SelfHosted on aws, SelfHosted on google, SelfHosted on azure, and this is BYOC on google; remove it',
    );
  });

  it.each([
    ['nothing', '', 'environments/prod.yaml:1:1 there is no document in the file'],
    ['a list', '- a\n', 'environments/prod.yaml:1:1 not an environment'],
    ['broken YAML', 'a: [\n', 'environments/prod.yaml:2:1 not valid YAML'],
    ['five megabytes', `a: ${'x'.repeat(5 * 1024 * 1024)}`, 'environments/prod.yaml:1:1 the text is longer than 4 MiB'],
    ['a billion laughs', billionLaughs(), 'aliases repeat too much'],
    ['an anchor in itself', 'a: &a { b: *a }\n', '*a contains itself'],
    ['a key twice', 'kind: Environment\nkind: Environment\n', 'the same key is there twice'],
    ['ten thousand brackets', `a: ${'['.repeat(10_000)}`, 'environments/prod.yaml:1:'],
  ])('refuses %s', async (_, text, sentence) => {
    const { sentences, environment } = await one(text);
    expect(environment).toBeUndefined();
    expect(sentences.join('\n')).toContain(sentence);
    expect(sentences).toHaveLength(1);
  });

  it('is not fooled by fields that every object has', async () => {
    const { sentences } = await one(aws.replace('  alarms:', '  __proto__: { a: 1 }\n  constructor: 1\n  alarms:'));
    expect(sentences.map((sentence) => sentence.split(';')[0])).toEqual([
      'environments/prod.yaml:40:3 spec.__proto__: unknown field',
      'environments/prod.yaml:41:3 spec.constructor: unknown field',
    ]);
  });
});

/** A text without its mark ‸, and where that was. */
function marked(text: string): readonly [text: string, place: string] {
  const before = text.slice(0, text.indexOf('‸')).split('\n');
  return [text.replace('‸', ''), `${before.length}:${(before.at(-1) ?? '').length + 1}`];
}

function billionLaughs(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let step = 1; step < 9; step += 1) {
    lines.push(`a${step}: &a${step} [${Array.from({ length: 10 }, () => `*a${step - 1}`).join(', ')}]`);
  }
  return `${lines.join('\n')}\n`;
}

describe('layers', () => {
  const base = `${head}metadata: { name: base }\n${aws.slice(aws.indexOf('spec:'))}`;
  const top = (rest: string): string => `${head}extends: bases/common.yaml\nmetadata: { name: prod }\n${rest}`;
  const both = (rest: string, lower = base) =>
    load({ 'environments/prod.yaml': top(rest), 'environments/bases/common.yaml': lower });

  it('lay a file on its base: what it says holds where it says something', async () => {
    const { environment, files, document } = await both('spec: { postgres: { storageGiB: 2000 } }\n');
    expect(environment?.metadata.name).toBe('prod');
    expect(environment?.spec).toMatchObject({ postgres: { storageGiB: 2000, maxStorageGiB: 4000 } });
    expect(files).toEqual(['environments/prod.yaml', 'environments/bases/common.yaml']);
    expect(Object.keys(document ?? {})).not.toContain('extends');
  });

  it('report a wrong value where it stands, in the base too', async () => {
    const { sentences } = await both('spec: { redis: { version: 7 } }\n', base.replace('undoDays: 7', 'undoDays: 700'));
    expect(sentences.sort()).toEqual([
      'environments/bases/common.yaml:35:35 spec.storage.undoDays: must be at most 90',
      'environments/prod.yaml:5:27 spec.redis.version: must be text, but is a number; put it in quotes',
    ]);
  });

  it('report what is missing in the file that writes the mapping', async () => {
    const { sentences } = await both('spec: { network: { type: Existing, cidr: 10.0.0.0/16 } }\n');
    expect(sentences).toContain('environments/prod.yaml:5:9 spec.network.vpcId: is required');
  });

  it('take nothing from a base that speaks of something else', async () => {
    const { environment } = await both('spec: { redis: { type: Existing, host: a.example, urlSecret: s } }\n');
    expect(environment?.spec).toHaveProperty('redis', {
      type: 'Existing',
      host: 'a.example',
      port: 6379,
      urlSecret: 's',
    });
  });

  it.each([
    ['a base that is not there', 'bases/none.yaml', 'there is no file environments/bases/none.yaml'],
    ['a path that is absolute', '/etc/passwd', 'must be a path relative to this file'],
    ['a URL', 'https://example.com/base.yaml', 'must be a path relative to this file'],
    ['a path out of the project', '../../secrets.yaml', 'leads out of this project'],
    ['itself', 'prod.yaml', 'goes in a circle: environments/prod.yaml → environments/prod.yaml'],
    ['no text', '[a]', 'must be the path of a file'],
  ])('refuse %s at the extends that names it', async (_, path, reason) => {
    const { sentences } = await one(`extends: ${path}\n${saas}`);
    expect(sentences).toEqual([expect.stringContaining(`environments/prod.yaml:1:10 extends: ${reason}`)]);
  });

  it('refuse a circle over several files, and say the way round', async () => {
    const { sentences } = await load({
      'environments/prod.yaml': `extends: b.yaml\n${saas}`,
      'environments/b.yaml': 'extends: ./prod.yaml\n',
    });
    expect(sentences).toEqual([
      'environments/b.yaml:1:10 extends: goes in a circle: environments/prod.yaml → environments/b.yaml → environments/prod.yaml; take one of them out',
    ]);
  });

  it('refuse more of them than one can follow', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `environments/${index}.yaml`);
    const texts = Object.fromEntries(names.map((name, index) => [name, `extends: ${index + 1}.yaml\n`]));
    const { sentences } = await load(texts, 'environments/0.yaml');
    expect(sentences).toEqual([expect.stringContaining('environments/7.yaml:1:10 extends: is the 9th layer')]);
  });
});

import { describe, expect, it } from 'vitest';
import { checkTexts } from '../../../src/api/documents/check.ts';
import { sentenceOfProblem } from '../../../src/api/documents/problem.ts';
import { maximalLength } from '../../../src/api/documents/yaml.ts';

const sentences = (...texts: readonly string[]): readonly string[] =>
  checkTexts(texts.map((text, index) => ({ name: index === 0 ? 'a.yaml' : 'b.yaml', text }))).problems.map(
    sentenceOfProblem,
  );

const project = (...lines: readonly string[]): string =>
  [
    'apiVersion: planewright.dev/v1alpha1',
    'kind: Project',
    'metadata: { name: support }',
    'spec:',
    '  organizationRef: { name: acme }',
    ...lines.map((line) => `  ${line}`),
    '',
  ].join('\n');

describe('a resource', () => {
  it('is valid with all that kubectl allows: comments, anchors, merges, several documents', () => {
    const text = project('name: &n Support', 'settings: { <<: { comparisonKey: *n } } # merged');
    const { problems, resources } = checkTexts([{ name: 'a.yaml', text: `# first\n---\n${text}---\n---\n` }]);
    expect(problems).toEqual([]);
    expect(resources).toMatchObject([{ kind: 'Project', name: 'support', valid: true, line: 3 }]);
  });

  it.each<[string, string[], string]>([
    ['a misspelt field', ['nmae: x'], 'a.yaml:6:3 spec.nmae: unknown field; did you mean "name"?'],
    ['a missing field', ['description: x'], 'a.yaml:4:1 spec.name: is required'],
    [
      'a misspelt choice',
      ['name: x', 'tagManagement: additive'],
      'a.yaml:7:18 spec.tagManagement: must be one of Additive, Authoritative; did you mean "Additive"?',
    ],
    [
      'a boolean that looks like text',
      ['name: yes'],
      'a.yaml:6:9 spec.name: must be text, but is a boolean; kubectl reads an unquoted yes as true: put it in quotes if it is text',
    ],
    [
      'an entry that is there twice',
      ['name: x', 'tags:', '- name: a', '- name: a'],
      'a.yaml:9:5 spec.tags[1]: another entry has the same name',
    ],
    [
      'a field behind an anchor',
      ['name: x', 'tags: [&t { name: 7 }]'],
      'a.yaml:7:21 spec.tags[0].name: must be text, but is a number',
    ],
    ['a field that was merged', ['<<: { name: 7 }'], 'a.yaml:6:15 spec.name: must be text, but is a number'],
    [
      'a field of another branch',
      ['name: x', 'settings: { defaultPreprocessor: { type: global, name: t, id: i } }'],
      'a.yaml:7:61 spec.settings.defaultPreprocessor.id: must be left out unless type is function',
    ],
    ['an empty text', ["name: ''"], 'a.yaml:6:9 spec.name: must not be empty'],
    ['too long a text', [`name: ${'x'.repeat(256)}`], 'a.yaml:6:9 spec.name: must have at most 255 characters'],
    [
      'a list for a mapping',
      ['name: x', 'settings: []'],
      'a.yaml:7:13 spec.settings: must be a mapping, but is a list',
    ],
    ['an own __proto__', ['name: x', '__proto__: {}'], 'a.yaml:7:3 spec.__proto__: unknown field'],
  ])('is refused for %s, in one sentence', (_name, lines, sentence) => {
    const found = sentences(project(...lines));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(sentence);
  });

  it('is not quoted in an error: what stands in the wrong place may be a secret', () => {
    const found = sentences(
      project('name: x', 'settings: sk-canary-1', 'tagManagement: sk-canary-2', 'tags: sk-canary'),
    );
    expect(found).toHaveLength(3);
    expect(found.join('\n')).not.toContain('canary');
  });

  it('is warned about for a number that is not what it looks like', () => {
    const text =
      'apiVersion: planewright.dev/v1alpha1\nkind: Organization\nmetadata: { name: a }\nspec:\n' +
      '  connection: { organizationName: A, tokenSecretRef: { name: t, key: k }, rate: { perSecond: 1, burst: 010 } }\n';
    const { problems, resources } = checkTexts([{ name: 'a.yaml', text }]);
    expect(problems).toMatchObject([{ severity: 'warning', field: 'spec.connection.rate.burst' }]);
    expect(resources).toMatchObject([{ valid: true }]);
  });

  it('is found twice across files', () => {
    expect(sentences(project('name: A'), project('name: B'))).toEqual([
      expect.stringContaining('b.yaml:1:1 metadata.name: Project support is declared at a.yaml:1 already'),
    ]);
  });

  it('is found in a List and in JSON with tabs', () => {
    const item = '{"apiVersion":"planewright.dev/v1alpha1","kind":"Project"}';
    expect(sentences(`{\n\t"apiVersion": "v1", "kind": "List",\n\t"items": [${item}]\n}`)).toEqual([
      expect.stringContaining('a.yaml:3:12 metadata: is required'),
      expect.stringContaining('a.yaml:3:12 spec: is required'),
    ]);
  });

  it('keeps its column after a byte order mark and its line after CRLF', () => {
    expect(sentences(`\uFEFF${project('nmae: x').replaceAll('\n', '\r\n')}`)[0]).toContain('a.yaml:6:3 ');
    expect(sentences('\uFEFFkind: Project')[0]).toContain('a.yaml:1:1 ');
  });
});

describe('a document that is none of ours', () => {
  it('is left alone if it belongs to another group', () => {
    const text = 'apiVersion: v1\nkind: Secret\n---\napiVersion: project.openshift.io/v1\nkind: Project\n';
    expect(checkTexts([{ name: 'a.yaml', text }])).toMatchObject({ problems: [], others: 2 });
  });

  it.each([
    ['kind: Projekt', 'kind: is not a kind of this program; did you mean "Project"?', 'planewright.dev/v1alpha1'],
    ['kind: Project', 'apiVersion: is not a version of this program', 'planewright.dev/v1'],
    ['kind: Project', 'apiVersion: is not known; did you mean', 'planewrite.dev/v1alpha1'],
  ])('is refused if it nearly is: %s, %s', (kind, sentence, version) => {
    expect(sentences(`apiVersion: ${version}\n${kind}\n`)[0]).toContain(sentence);
  });

  it.each(['- a', 'just text', '7'])('is refused if it is no resource: %s', (text) => {
    expect(sentences(text)[0]).toContain('not a resource');
  });

  it.each(['', '# only a comment\n', '---\n---\n', '~'])('is nothing if it is empty: %j', (text) => {
    expect(checkTexts([{ name: 'a.yaml', text }])).toEqual({ problems: [], resources: [], others: 0 });
  });
});

describe('hostile or broken YAML', () => {
  const laughs = [
    'a: &a [x, x, x, x, x, x, x, x, x, x]',
    'b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]',
    'c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]',
    'd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]',
    'e: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]',
  ].join('\n');
  it.each([
    ['a billion laughs', laughs, 'aliases repeat too much'],
    ['an anchor within itself', 'a: &a [*a]', 'contains itself'],
    ['an alias of nothing', 'a: *b', 'a.yaml:1:4'],
    ['20,000 brackets', '['.repeat(20_000), 'nested too deeply'],
    ['3,000 indented maps', Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'MiB'],
    ['a text beyond the limit', 'x'.repeat(maximalLength + 1), 'longer than 4 MiB'],
    ['a key twice', 'a: 1\na: 2', 'a.yaml:2:1 the same key is there twice'],
    ['a tab', 'a:\n\t- b', 'a.yaml:2:1 a tab indents the line'],
    ['an open quote', 'a: "x', 'not valid YAML'],
    ['an unknown tag', 'a: !!python/object x', 'is not known; remove it'],
    ['a version directive', '%YAML 1.1\n---\na: yes', 'the %YAML directive is not supported'],
    ['a key that is a list', '[a]: b', 'a key that is no text'],
    ['a key that is null', '~: b', 'as null'],
    ['an infinity', 'a: .inf', '.inf is no number of JSON'],
  ])('ends in one sentence: %s', (_name, text, sentence) => {
    const found = sentences(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(sentence);
  });

  it('says which key kubectl reads as a boolean', () => {
    expect(sentences('y: 1\napiVersion: v1\nkind: A')).toEqual([
      expect.stringContaining('a.yaml:1:1 warning: kubectl reads the unquoted key y as true'),
    ]);
  });
});

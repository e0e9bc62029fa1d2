import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PlanOptions } from '../../src/cli/commands/plan.ts';
import { printPlan } from '../../src/cli/plan/plan.ts';
import { must } from '../../src/runtime/must.ts';
import { systemClock, type Clock } from '../../src/runtime/clock.ts';
import { google, saas } from '../stacks/environment/files.ts';
import { fakeIo, type FakeIo } from './fake-io.ts';

const clock: Clock = { ...systemClock, now: () => Date.parse('2026-06-15T10:00:00Z') };
const example = async (name: string): Promise<string> =>
  readFile(new URL(`../../environments/${name}.yaml`, import.meta.url), 'utf8');

async function planned(
  text: string,
  options: Partial<PlanOptions> = {},
  rest: Parameters<typeof fakeIo>[0] = {},
): Promise<FakeIo> {
  const io = fakeIo({ ...rest, files: { 'env.yaml': text, ...rest.files } });
  await printPlan('env.yaml', { output: 'text', ...options }, io, clock);
  return io;
}

interface Json {
  readonly verdict: string;
  readonly resources: readonly {
    readonly name: string;
    readonly urn: string;
    readonly type: string;
    readonly inputs: object;
  }[];
  readonly findings: readonly { readonly policy: string; readonly outcome: string }[];
  readonly changes?: readonly { readonly change: string; readonly name: string }[];
}
const asJson = (io: FakeIo): Json => JSON.parse(io.text) as Json;

// Each runs the program of Google Cloud in a process of its own.
describe('planewright plan', () => {
  let production = '';
  let json: FakeIo;
  beforeAll(async () => {
    production = await example('google-standard');
    json = await planned(production, { output: 'json' });
  }, 60_000);

  it('says what will be there, what it is billed for and what is left to do, in plain text where nobody looks', async () => {
    const io = await planned(production);
    expect(io.code).toBe(0);
    const sections = io.text.split('\n').filter((line) => /^[A-Z]/.test(line));
    expect(sections).toEqual([
      expect.stringMatching(/^In the cloud: \d+ resources$/),
      'In the cluster',
      'Policies',
      'Every policy holds.',
      'What it is billed for',
      'What is left to you',
      'Nothing stands in the way.',
    ]);
    expect(io.text).toMatch(
      /sql database instance postgres-instance ■ holds data {2}db-perf|database instance postgres-instance ■ holds data {2}db-perf/,
    );
    expect(io.text).toContain('DataPlane braintrust/');
    expect(io.text).toMatch(/Put the licence key of Brainstore into /);
    expect(io.text).not.toContain('\u001B');
  });

  it('draws a tree in colour for a person, within the width of the terminal', async () => {
    const io = await planned(production, {}, { isTerminal: true, columns: 60 });
    expect(io.text).toContain('└─ ');
    expect(io.text).toContain('\u001B[1m');
    const lines = io.text.replaceAll(/\u001B\[\d+m/g, '').split('\n');
    const words = lines.filter((line) => line.length > 60 && line.trim().split(' ').length > 8);
    expect(words).toEqual([]);
    const uncoloured = await planned(production, {}, { isTerminal: true, columns: 60, env: { NO_COLOR: '1' } });
    expect(uncoloured.text).not.toContain('\u001B');
    expect(uncoloured.text).toContain('└─ ');
  });

  it('shows inputs and objects where they are asked for, with secrets as marks', async () => {
    const io = await planned(production, { show: ['inputs', 'objects'] });
    expect(io.text).toContain('settings.tier db-perf-optimized-N-8');
    expect(io.text).toContain('kind: DataPlane');
    expect(io.text).toContain('[secret]');
    expect((await planned(production)).text).not.toContain('settings.tier');
  });

  it('gives the same bytes as JSON for the same file, without a time', async () => {
    const again = await planned(production, { output: 'json' });
    expect(again.text).toBe(json.text);
    expect(json.text).not.toContain('2026-06-15');
    expect(asJson(json).verdict).toBe('fine');
  });

  it('exits with 2 where it differs from a state, and says how', async () => {
    const resources = asJson(json).resources.map((resource) => ({ ...resource, custom: true }));
    const state = (from: readonly object[]): string => JSON.stringify({ version: 3, deployment: { resources: from } });
    const same = await planned(
      production,
      { output: 'json', state: 's.json' },
      { files: { 's.json': state(resources) } },
    );
    expect([same.code, asJson(same).changes]).toEqual([0, []]);
    const less = resources.filter(({ type }) => type !== 'gcp:compute/router:Router');
    const io = await planned(production, { state: 's.json' }, { files: { 's.json': state(less) } });
    expect(io.code).toBe(2);
    expect(io.text).toContain(`1 to create, 0 to change, 0 to replace, 0 to delete, ${less.length} as they are`);
  });

  it('exits with 3 where what holds data would go', async () => {
    const bucket = must(
      asJson(json).resources.find(({ type }) => type === 'gcp:storage/bucket:Bucket'),
      'the plan has buckets',
    );
    const gone = { ...bucket, custom: true, urn: `${bucket.urn}-of-old` };
    const state = JSON.stringify({ version: 3, deployment: { resources: [gone] } });
    const io = await planned(production, { state: 's.json' }, { files: { 's.json': state } });
    expect(io.code).toBe(3);
    expect(io.text).toMatch(/blocked: \S+-of-old would be deleted, and with it goes/);
  });

  it('exits with 3 where a policy blocks, and with 0 while an exception allows it', async () => {
    const unsafe = google
      .replace('deletionProtection: true', 'deletionProtection: false')
      .replaceAll(/c4-standard-32-lssd/g, 'c4-standard-48-lssd');
    const blocked = await planned(unsafe);
    expect(blocked.code).toBe(3);
    expect(blocked.text).toContain('blocked deletion-protection');
    const exception = (until: string): string =>
      `${unsafe}  policy:\n    exceptions:\n      - { policy: deletion-protection, reason: rebuilt every night, until: '${until}' }\n`;
    const allowed = await planned(exception('2026-06-15'));
    expect(allowed.code).toBe(0);
    expect(allowed.text).toContain('allowed until 2026-06-15: rebuilt every night');
    const ended = await planned(exception('2026-06-14'));
    expect(ended.code).toBe(3);
    expect(ended.text).toContain('the exception for it ended on 2026-06-14');
  });

  it('takes prices from a file', async () => {
    const region = /region: (\S+)/.exec(production)?.[1] ?? '';
    const prices = `currency: EUR\nsources:\n  - { source: ours, date: 2026-06-01, region: ${region}, unit: hour, prices: { google/gke/cluster: 1 } }\n`;
    const io = await planned(production, { prices: 'p.yaml' }, { files: { 'p.yaml': prices } });
    expect(io.text).toContain('EUR 730 a month');
    await expect(planned(production, { prices: 'p.yaml' }, { files: { 'p.yaml': 'currency: [' } })).rejects.toThrow(
      'p.yaml: line 1',
    );
    await expect(planned(production, { prices: 'nowhere.yaml' })).rejects.toThrow(
      'nowhere.yaml: there is no such file',
    );
  });

  it('makes nothing in a cloud for an organization whose plane the vendor hosts', async () => {
    const io = await planned(saas);
    expect(io.code).toBe(0);
    expect(io.text).toContain('No cloud resources: nothing is made in any cloud.');
    expect(io.text).toContain('Organization braintrust/organization');
    expect(asJson(await planned(saas, { output: 'json' })).resources).toEqual([]);
  });
});

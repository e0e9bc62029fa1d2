import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foundations, organizationProps } from '../../src/cli/demo/scene.ts';
import { setStage, type Stage } from '../../src/cli/demo/stage.ts';
import { conditionOf, until } from '../../src/cli/demo/watch.ts';
import { printDiff } from '../../src/cli/diff/diff.ts';
import { printStatus } from '../../src/cli/status.ts';
import { fakeIo } from './fake-io.ts';

const never = new AbortController().signal;
const project = (description: string): string => `
apiVersion: planewright.dev/v1alpha1
kind: Project
metadata: { name: support-bot, namespace: braintrust }
spec:
  organizationRef: { name: acme }
  name: support-bot
  description: ${description}
`;

/** Both commands over HTTP against the stand-ins, with an operator that has brought an organization about. */
describe('status and diff', () => {
  let stage: Stage;
  const options = () => ({ kubeconfig: stage.standIns.kubeconfig, output: 'text' as const });
  const diff = { ownNamespace: 'planewright-system' };

  beforeAll(async () => {
    stage = await setStage({}, never);
    await stage.person.apply(...foundations(stage.secrets), ...organizationProps(stage.standIns.apiUrl));
    const ready = (plural: string, name: string): boolean =>
      conditionOf(stage.standIns, plural, name, 'Ready')?.status === 'True';
    await until(
      () => ready('aiproviders', 'openai') && ready('environmentvariables', 'webhook-secret'),
      'Ready',
      never,
    );
    await until(() => ready('projects', 'support-bot'), 'Ready', never);
  });
  afterAll(() => stage.close());

  it('show that everything is as declared, with exit code 0', async () => {
    const io = fakeIo();
    await printStatus(options(), io);
    expect(io.text).toMatch(/AIProvider +braintrust\/openai +True +Synced/);
    expect(io.code).toBe(0);
    const quiet = fakeIo();
    await printDiff([], { ...options(), ...diff }, quiet);
    expect(quiet.text).toBe('4 resources looked at, 0 changes.\n');
    expect(quiet.code).toBe(0);
  });

  it('print the change that a file would bring, with exit code 2, and make none', async () => {
    const mark = stage.standIns.api.requestLog.entries.length;
    const io = fakeIo({ files: { 'project.yaml': project('Answers quickly.') } });
    await printDiff(['project.yaml'], { ...options(), ...diff }, io);
    expect(io.text).toContain('description: Answers customers. → Answers quickly.');
    expect(io.code).toBe(2);
    const writes = stage.standIns.api.requestLog.entries.slice(mark).filter(({ mutation }) => mutation);
    expect(writes).toEqual([]);
  });

  it('say in JSON what blocks a resource, with exit code 3', async () => {
    const text = `
apiVersion: planewright.dev/v1alpha1
kind: AIProvider
metadata: { name: other, namespace: braintrust }
spec: { organizationRef: { name: acme }, name: OTHER, type: openai, secretRef: { name: missing, key: openai } }
`;
    const io = fakeIo({ files: { 'other.yaml': text } });
    await printDiff(['other.yaml'], { ...options(), ...diff, output: 'json' }, io);
    const { resources } = JSON.parse(io.text) as { resources: { blocked?: { reason: string; message: string } }[] };
    expect(resources[0]?.blocked?.reason).toBe('SecretMissing');
    expect(resources[0]?.blocked?.message).toContain('braintrust/missing');
    expect(io.code).toBe(3);
  });

  it('refuse a file with a mistake in one sentence with file, line and field', async () => {
    const io = fakeIo({ files: { 'project.yaml': project('x').replace('description', 'descripton') } });
    await expect(printDiff(['project.yaml'], { ...options(), ...diff }, io)).rejects.toThrow(
      /project\.yaml:8:3.*descripton.*description/s,
    );
  });

  it('say that a file cannot be read', async () => {
    await expect(printDiff(['gone.yaml'], { ...options(), ...diff }, fakeIo())).rejects.toMatchObject({
      code: 'FileUnreadable',
    });
  });
});

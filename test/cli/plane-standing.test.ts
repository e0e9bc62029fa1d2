import { describe, expect, it } from 'vitest';
import type { DataPlane } from '../../src/api/index.ts';
import { standingOf, waitForPlane } from '../../src/cli/environment-cluster/wait.ts';
import type { KubeClient } from '../../src/kube/client.ts';
import { FakeClock } from '../runtime/fake-clock.ts';

type Status = NonNullable<DataPlane['status']>;

const plane = (status: Status | undefined, generation = 2): DataPlane =>
  ({ metadata: { name: 'prod', namespace: 'braintrust', generation }, status }) as unknown as DataPlane;
const ready = (status: 'True' | 'False', message = ''): Status => ({
  observedGeneration: 2,
  phase: status === 'True' ? 'Ready' : 'Readers',
  currentVersion: '2.22.0',
  conditions: [{ type: 'Ready', status, reason: 'x', message, lastTransitionTime: '2026-01-01T00:00:00Z' }],
});

describe('how far a plane is', () => {
  it('is not known before the operator has seen this spec of it', () => {
    expect(standingOf(undefined).state).toBe('underway');
    expect(standingOf(plane(ready('True'), 3))).toEqual({
      state: 'underway',
      line: 'the operator has not looked at it yet',
    });
  });

  it('is read from its phase, the pods that are missing, and what it waits for', () => {
    const components = [
      { name: 'brainstore-reader', image: 'x', replicas: 2, updated: 2, available: 1 },
      { name: 'braintrust-api', image: 'x', replicas: 1, updated: 1, available: 1 },
    ];
    expect(standingOf(plane({ ...ready('False', 'waits for pods'), components })).line).toBe(
      'Readers (brainstore-reader 1/2): waits for pods',
    );
    expect(standingOf(plane(ready('True')))).toEqual({ state: 'ready', line: 'Ready, version 2.22.0' });
  });

  it('ends where it waits for a person, with what the person is told', () => {
    const rollout = {
      hash: 'h',
      startedAt: '2026-01-01T00:00:00Z',
      step: 'Writer',
      stepStartedAt: '2026-01-01T00:00:00Z',
      halted: { at: '2026-01-01T00:00:00Z', reason: 'Deadline', message: 'Do this.' },
    } as const;
    expect(standingOf(plane({ ...ready('False'), phase: 'Halted', rollout }))).toEqual({
      state: 'halted',
      line: 'halted: Deadline',
      next: 'Do this.',
    });
  });
});

describe('waiting for a plane', () => {
  const never = new AbortController().signal;
  const key = { namespace: 'braintrust', name: 'prod' };
  const answering = (answers: readonly (Status | undefined)[]): KubeClient => {
    let calls = 0;
    const get = (): Promise<unknown> => {
      const status = answers[Math.min(calls, answers.length - 1)];
      calls += 1;
      return Promise.resolve(plane(status));
    };
    return { get } as unknown as KubeClient;
  };

  it('tells each change once, and ends when it is Ready', async () => {
    const clock = new FakeClock();
    const told: string[] = [];
    const client = answering([undefined, ready('False'), ready('False'), ready('True')]);
    const waiting = waitForPlane({ client, clock }, key, {
      timeoutMs: 60_000,
      signal: never,
      tell: (line) => told.push(line),
    });
    await clock.advance(10_000);
    await waiting;
    expect(told).toEqual(['the operator has not looked at it yet', 'Readers', 'Ready, version 2.22.0']);
  });

  it('gives up after the deadline, and says what it was last', async () => {
    const clock = new FakeClock();
    const waiting = waitForPlane({ client: answering([ready('False', 'no node.')]), clock }, key, {
      timeoutMs: 60_000,
      signal: never,
      tell: () => undefined,
    });
    const failed = expect(waiting).rejects.toMatchObject({
      code: 'Interrupted',
      message: 'DataPlane braintrust/prod is not Ready after 60 s; Readers: no node.',
    });
    await clock.advance(70_000);
    await failed;
  });
});

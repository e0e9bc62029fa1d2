import { describe, expect, it } from 'vitest';
import { httpProbe } from '../../src/dataplane/probe.ts';
import type { Transport, WireResponse } from '../../src/runtime/transport.ts';
import { TransportError } from '../../src/runtime/transport.ts';
import { VirtualClock } from '../../src/simulator/virtual-clock.ts';

const never = new AbortController().signal;
type Answers = Readonly<Record<string, Partial<WireResponse>>>;

async function ask(answers: Answers | Transport) {
  const clock = new VirtualClock();
  const asked: string[] = [];
  const transport: Transport = async (request, signal) => {
    if (typeof answers === 'function') return answers(request, signal);
    await Promise.resolve();
    return { status: 200, headers: {}, body: '', ...answers[request.path] };
  };
  const probe = httpProbe({
    clock,
    transportFor: (url) => {
      asked.push(url);
      return transport;
    },
  });
  return { asked, answers: await clock.run(probe({ namespace: 'acme' }, never)) };
}

describe('asking a plane', () => {
  it('goes to the API of its own namespace', async () => {
    const { asked } = await ask({});
    expect(asked).toEqual(['http://braintrust-api.acme:8000']);
  });

  it.each([
    ['2.9.0', '2.9.0'],
    ['"v2.9.0"\n', '2.9.0'],
    ['{"version":"v2.10.1"}', '2.10.1'],
    ['{"tag":"2.9.0-rc.1","commit":"abc"}', '2.9.0-rc.1'],
  ])('reads the version out of %j', async (body, version) => {
    const { answers } = await ask({ '/version': { body } });
    expect(answers.version).toEqual({ state: 'present', value: version });
  });

  it.each<[string, Partial<WireResponse>]>([
    ['a refusal', { status: 401 }],
    ['a missing route', { status: 404 }],
    ['a page of something else', { body: '<html>' }],
    ['another shape', { body: '{"version":7}' }],
    ['broken JSON', { body: '{"version' }],
  ])('takes %s for unknown', async (_, answer) => {
    const { answers } = await ask({ '/version': answer, '/btql': { status: answer.status ?? 403 } });
    expect(answers.version.state).toBe('unknown');
    expect(answers.query.state).toBe('unknown');
  });

  it('tells a query that works from one that fails', async () => {
    expect((await ask({ '/btql': { status: 200 } })).answers.query).toMatchObject({ value: { works: true } });
    expect((await ask({ '/btql': { status: 500 } })).answers.query).toMatchObject({ value: { works: false } });
  });

  it('takes no answer for unknown, however long it does not come', async () => {
    const refused = await ask(() => Promise.reject(new TransportError('refused', 'connection refused')));
    expect(refused.answers.version).toEqual({ state: 'unknown', reason: 'connection refused' });
    const silent = await ask(
      (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    expect(silent.answers.query).toMatchObject({ state: 'unknown', reason: expect.stringContaining('5 s') as string });
  });
});

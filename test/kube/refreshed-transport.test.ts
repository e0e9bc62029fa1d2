import { describe, expect, it } from 'vitest';
import { refreshedTransport } from '../../src/kube/refreshed-transport.ts';
import { FakeClock } from '../runtime/fake-clock.ts';
import { answerJson, fakeTransport } from './support/fake-transport.ts';
import { never } from './support/types.ts';

const get = { method: 'GET', path: '/' } as const;

describe('a credential that is refused', () => {
  it('is asked for anew once, however many requests are refused together', async () => {
    let accepted = false as boolean;
    let asked = 0;
    const fake = fakeTransport(() => answerJson({}, accepted ? 200 : 401));
    const transport = refreshedTransport(fake.transport, new FakeClock(), async () => {
      asked += 1;
      await Promise.resolve();
      return (accepted = true);
    });
    const answers = await Promise.all(Array.from({ length: 20 }, () => transport(get, never)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(asked).toBe(1);
  });

  it('and whose successor is refused as well is not asked for again at once, nor the request repeated', async () => {
    const clock = new FakeClock();
    let asked = 0;
    const fake = fakeTransport(() => answerJson({}, 401));
    const transport = refreshedTransport(fake.transport, clock, () => Promise.resolve((asked += 1) > 0));
    await transport(get, never);
    expect([asked, fake.requests.length]).toEqual([1, 2]);
    await clock.advance(1000);
    await transport(get, never);
    expect([asked, fake.requests.length]).toEqual([1, 3]);
    await clock.advance(10_000);
    await transport(get, never);
    expect([asked, fake.requests.length]).toEqual([2, 5]);
  });
});

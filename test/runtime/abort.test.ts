import { describe, expect, it } from 'vitest';
import { abortScope, DeadlineExceeded, withDeadline } from '../../src/runtime/abort.ts';
import { FakeClock } from './fake-clock.ts';

describe('the abort tree', () => {
  it('aborts what is below and not what is above', () => {
    const process = abortScope();
    const controller = abortScope(process.signal);
    const request = abortScope(controller.signal);
    controller.abort(new Error('leadership lost'));
    expect(request.signal.reason).toEqual(new Error('leadership lost'));
    expect(process.signal.aborted).toBe(false);
  });

  it('is aborted at birth below an aborted parent', () => {
    const parent = abortScope();
    parent.abort(new Error('stopped'));
    expect(abortScope(parent.signal).signal.aborted).toBe(true);
  });
});

describe('a deadline', () => {
  it('aborts the work with a sentence that says what and how long', async () => {
    const clock = new FakeClock();
    const parent = abortScope();
    const work = withDeadline(
      clock,
      5_000,
      'reading the Secret',
      parent.signal,
      (signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    const result = expect(work).rejects.toThrow(new DeadlineExceeded('reading the Secret', 5_000).message);
    await clock.advance(5_000);
    await result;
  });

  it('leaves no timer behind when the work ends first', async () => {
    const clock = new FakeClock();
    await withDeadline(clock, 5_000, 'work', abortScope().signal, () => Promise.resolve('done'));
    expect(clock.sleeping).toBe(0);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { ownerOf, parseLock } from '../../../stacks/engine/lock.ts';

const text =
  'error: the stack is currently locked by 1 lock(s).\n  file:///state: created by root@vm (pid 16948) at 2026-11-23T23:05:50Z';

describe('a lock', () => {
  it('says who holds it, where and since when', () => {
    expect(parseLock(text)).toEqual({ user: 'root', host: 'vm', pid: 16948, since: '2026-11-23T23:05:50Z' });
    expect(parseLock('error: no stack named')).toBeUndefined();
  });

  it('belongs to a process that lives, is gone, or is on another machine, of which nothing is known', () => {
    const lock = { user: 'root', host: 'vm', pid: 16948, since: '' };
    expect(ownerOf(lock, 'vm', () => true)).toBe('lives');
    expect(ownerOf(lock, 'vm', () => false)).toBe('gone');
    expect(ownerOf(lock, 'other', () => false)).toBe('unknown');
  });

  it('of this process lives', () => {
    expect(ownerOf({ user: 'root', host: 'here', pid: process.pid, since: '' }, 'here')).toBe('lives');
  });

  it("is nobody's any more once its process has ended, also where nobody fetches it", async () => {
    // A shell that turns into something else fetches none of what it started.
    const shell = spawn('sh', ['-c', 'sh -c "exit 0" & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const pid = Number((await once(shell.stdout, 'data')).join(''));
      const lock = { user: 'root', host: 'here', pid, since: '' };
      await vi.waitFor(() => expect(ownerOf(lock, 'here')).toBe('gone'), { timeout: 10_000 });
    } finally {
      shell.kill();
    }
  });
});

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { sentenceOf } from '../../runtime/errors.ts';
import type { Snapshot } from '../snapshot.ts';
import type { BackupItem } from './item.ts';
import { unknown, type Subject } from './judge.ts';

/** Runs `git` in a folder and answers with what it prints; rejects where it fails. */
export type Git = (args: readonly string[], cwd: string) => Promise<string>;

export const realGit: Git = async (args, cwd) => (await promisify(execFile)('git', [...args], { cwd })).stdout;

/** The files of the environment: whether the repository has them as they are. */
export async function environmentItem(files: readonly string[], cwd: string, git: Git): Promise<BackupItem> {
  const subject: Subject = { kind: 'environment', role: 'file', name: files[0] ?? '', essential: false };
  const absolute = files.map((file) => path.resolve(cwd, file));
  try {
    const changed = await git(['status', '--porcelain', '--', ...absolute], cwd);
    if (changed.trim() !== '') {
      return {
        ...subject,
        state: 'stale',
        copies: [],
        problem: { reason: 'it differs from what was committed', next: 'Commit it.' },
      };
    }
    const [newest = ''] = (await git(['log', '-1', '--format=%cI', '--', ...absolute], cwd)).split('\n');
    const remotes = (await git(['remote'], cwd)).split('\n').filter((remote) => remote !== '');
    const at = newest === '' ? {} : { newest: new Date(newest).toISOString() };
    return remotes.length > 0
      ? { ...subject, state: 'present', ...at, copies: remotes.map((remote) => ({ where: `remote ${remote}` })) }
      : {
          ...subject,
          state: 'stale',
          ...at,
          copies: [],
          problem: { reason: 'its repository has no remote: it is lost with this machine', next: 'Push it somewhere.' },
        };
  } catch (error) {
    const text =
      error instanceof Error && 'stderr' in error ? `${String(error.stderr)}${error.message}` : sentenceOf(error);
    const why = text.includes('not a git repository')
      ? 'it is in no git repository'
      : `git could not tell: ${clause(text)}`;
    return unknown(subject, why, 'Keep the environment in a repository.');
  }
}

/** Where the state of the stack is: by it `up` knows what it made. */
export function stateItem(backend: string, now: number): BackupItem {
  const subject: Subject = { kind: 'state', role: 'stack', name: backend, essential: false };
  const newest = new Date(now).toISOString();
  if (backend.startsWith('file:')) {
    return {
      ...subject,
      state: 'stale',
      newest,
      copies: [],
      problem: {
        reason: 'it is a folder of one machine, and lost with it',
        next: 'Keep it in a bucket with versions, or take planewright backup ENV --export DIR along each time.',
      },
    };
  }
  return { ...subject, state: 'present', newest, copies: [] };
}

/** The resources of the cluster, which no cloud backs up: whether an export has them is for the export to say. */
export function resourcesItem(snapshot: Snapshot | Error): BackupItem {
  const subject: Subject = { kind: 'resources', role: 'cluster', name: 'custom resources', essential: false };
  if (snapshot instanceof Error) {
    return unknown(
      subject,
      `the cluster could not be asked: ${clause(sentenceOf(snapshot))}`,
      'Name a kubeconfig that reaches it: --kubeconfig, --context.',
    );
  }
  const count = [...snapshot.values()].reduce((sum, objects) => sum + objects.length, 0);
  return { ...subject, name: `${count} custom resource${count === 1 ? '' : 's'}`, state: 'present', copies: [] };
}

/** The first line of a complaint, to stand within a sentence. */
function clause(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/\.$/, '');
}

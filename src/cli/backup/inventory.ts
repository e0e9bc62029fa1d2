import type { SelfHostedEnvironment } from '../../../stacks/environment/schema/environment.ts';
import type { StackState } from '../../../stacks/engine/state.ts';
import type { PlaneOutputs } from '../../../stacks/outputs.ts';
import type { BackupItem } from './item.ts';
import { judgeBucket, judgeDatabase, judgeKey, judgeSecret, passing, type Subject } from './judge.ts';
import type { RestCalls } from '../../clouds/rest-calls.ts';
import { probeOf } from './probes/clouds.ts';
import type { Probe } from './probes/probe.ts';
import { holdingsOf, type Holdings } from './subjects.ts';

/** What is looked at, and from when on. */
export interface Scope {
  readonly environment: SelfHostedEnvironment;
  readonly outputs: PlaneOutputs;
  readonly state: StackState;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * What there is in the cloud to restore an environment from: per key, secret, bucket and database the newest and oldest
 * moment that can be had back, how long it is kept, which copies lie elsewhere, and what is wrong. Reads only.
 */
export async function backupInventory(
  { environment, outputs, state, now }: Scope,
  clouds: RestCalls,
  signal: AbortSignal,
): Promise<readonly BackupItem[]> {
  const holdings = holdingsOf(environment, outputs, state);
  const probe = await probeOf(environment, holdings, state, now, clouds, signal);
  return Promise.all([
    ...keys(holdings, probe),
    ...secrets(holdings, probe),
    ...buckets(environment, holdings, now, probe),
    database(environment, holdings, now, probe),
  ]);
}

/** Keys of copies, of the cache and of disks open nothing without which there is no restore. */
const dispensableKey = /backup|copies|redis|disks/;

function keys({ keys: found }: Holdings, probe: Probe): readonly Promise<BackupItem>[] {
  return found.map(async (key) => {
    const { role, name } = key;
    const subject: Subject = { kind: 'key', role, name, essential: !dispensableKey.test(role) };
    return judgeKey(subject, await probe.key(key));
  });
}

/** The others can be made anew: a password is set again, a license key asked for again. */
function secrets({ secrets: found }: Holdings, probe: Probe): readonly Promise<BackupItem>[] {
  return found.map(async ({ role, name }) => {
    const subject: Subject = { kind: 'secret', role, name, essential: role === 'functionSecretKey' };
    return judgeSecret(subject, await probe.secret(name));
  });
}

function buckets(
  { spec }: SelfHostedEnvironment,
  { buckets: found }: Holdings,
  now: number,
  probe: Probe,
): readonly Promise<BackupItem>[] {
  const wantedDays = spec.storage.type === 'New' ? spec.storage.undoDays : undefined;
  return found.map(async ({ role, name, passing: isPassing }) => {
    const subject: Subject = { kind: 'bucket', role, name, essential: role === 'brainstore' };
    return isPassing ? passing(subject) : judgeBucket(subject, await probe.bucket(name), { now, wantedDays });
  });
}

async function database(
  { spec: { postgres } }: SelfHostedEnvironment,
  { database: made }: Holdings,
  now: number,
  probe: Probe,
): Promise<BackupItem> {
  const brought = postgres.type === 'Existing' ? postgres.host : undefined;
  const name = brought ?? made ?? '';
  const subject: Subject = { kind: 'database', role: 'postgres', name, essential: true };
  if (name === '') return judgeDatabase(subject, { kind: 'missing' }, { now, wantedDays: undefined });
  const wantedDays = postgres.type === 'New' ? postgres.backupRetentionDays : undefined;
  return judgeDatabase(subject, await probe.database(brought === undefined ? { name } : { host: brought }), {
    now,
    wantedDays,
  });
}

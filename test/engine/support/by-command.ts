import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BackupFreshness } from '../../../src/cli/destroy/freshness.ts';
import type { DestroyParts } from '../../../src/cli/destroy/parts.ts';
import type { Ways } from '../../../src/cli/drift/drift.ts';
import type { Told, Trail } from '../../../src/clouds/audit/trail.ts';
import type { Identity } from '../../../src/clouds/identity.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { StateResource } from '../../../stacks/engine/state.ts';

export const text = 'text' as const;
/** The cloud alone, and nobody asks a real one. */
export const quiet = { skipPreflight: true, skipCluster: true } as const;
export const identity = 'azure-native:managedidentity:UserAssignedIdentity';
export const gone = { withoutCluster: true, withoutFreshBackup: true } as const;
const stale = [{ what: 'postgres-server', newest: '2026-01-01T00:00:00Z' }];

export function parts(
  identity: Identity = { kind: 'same', who: 'a deployer' },
  backups: readonly BackupFreshness[] = stale,
): DestroyParts {
  return {
    identity: () => Promise.resolve(identity),
    freshness: () => Promise.resolve(backups),
    connect: () => Promise.resolve(undefined),
    clock: { ...systemClock, now: () => Date.parse('2026-11-25T00:00:00Z') },
  };
}

export const cloudOnly = { output: text, only: ['cloud'], audit: false, ownNamespace: 'planewright-system' } as const;
export const mallory = {
  at: '2099-01-01T00:00:00Z',
  principal: 'mallory@example.com',
  event: 'Microsoft.Resources/tags/write',
};
export const noCluster = (): Promise<never> => Promise.reject(new Error('no route to the cluster'));
/** An audit log that says the same of everything. */
export function told(what: Told): Ways {
  const trail: Trail = (subjects) => Promise.resolve(new Map(subjects.map(({ key }) => [key, what])));
  return { connect: noCluster, trail: () => Promise.resolve(trail) };
}
/** Every file below a folder with its content, but those of the stand-in cloud and of the engine itself. */
export function everyFile(folder: string, but: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => path.join(entry.parentPath, entry.name));
  const ours = paths.filter((file) => ![but, 'home'].includes(path.relative(folder, file).split(path.sep)[0] ?? ''));
  return Object.fromEntries(ours.map((file) => [file, readFileSync(file, 'utf8')]));
}
/** Leaves the creation of an identity pending in the state, as a run does that is killed at that moment. */
export function leavePending(folder: string, name: string): string {
  const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((one) =>
    one.endsWith(path.join('stacks', 'planewright', 'azure-existing.json')),
  );
  if (file === undefined) throw new Error('there is no state');
  const whole = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as {
    readonly checkpoint: { readonly latest: { readonly resources: readonly StateResource[] } };
  };
  const { latest } = whole.checkpoint;
  const like = latest.resources.find(({ type }) => type === identity);
  if (like === undefined) throw new Error('there is no identity');
  const rest = Object.fromEntries(Object.entries(like).filter(([key]) => key !== 'id' && key !== 'outputs'));
  const inputs = { ...like.inputs, resourceName: name };
  const pending = [{ type: 'creating', resource: { ...rest, urn: `${like.urn}-${name}`, inputs } }];
  const checkpoint = { ...whole.checkpoint, latest: { ...latest, pending_operations: pending } };
  writeFileSync(path.join(folder, file), JSON.stringify({ ...whole, checkpoint }));
  return `${like.urn.split('::').at(-1) ?? ''}-${name}`;
}

/** Environment of a command whose engine, home and clouds lie in a folder. */
export function commandEnv(folder: string, account: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PULUMI_HOME: path.join(folder, 'home'),
    PULUMI_CONFIG_PASSPHRASE: 'canary-passphrase',
    STAND_IN_CLOUD: path.join(folder, 'cloud'),
    STAND_IN_ACCOUNT: account,
  };
}

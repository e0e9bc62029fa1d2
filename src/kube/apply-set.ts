import { sameJson } from '../runtime/canonical-json.ts';
import type { AppliedMemo } from './applied-memo.ts';
import type { KubeClient } from './client.ts';
import {
  intentOf,
  pruneEntry,
  recordApplied,
  surplusOf,
  type InventoryEntry,
  type Pruned,
  type TypedObject,
} from './inventory.ts';
import { keyOf } from './object-key.ts';
import type { KubeObject, ObjectKey, ResourceType } from './objects.ts';

/** Where the inventory is written down. A read that fails must throw: an empty inventory says that nothing was made. */
export interface Ledger {
  read(signal: AbortSignal): Promise<readonly InventoryEntry[]>;
  write(entries: readonly InventoryEntry[], signal: AbortSignal): Promise<void>;
}

export interface ApplySetContext {
  readonly client: KubeClient;
  readonly fieldManager: string;
  /** Take fields over from other managers. Default true: what the set declares is declared here. */
  readonly force?: boolean;
  readonly ledger: Ledger;
  /** Whether an object of the inventory whose uid was not recorded is ours, told from its labels. */
  readonly owns: (object: KubeObject) => boolean;
  /** With `observed`: leaves out applies that would repeat themselves. */
  readonly memo?: AppliedMemo;
  /** The object as a watch last saw it. */
  readonly observed?: (type: ResourceType, key: ObjectKey) => KubeObject | undefined;
}

export interface SetResult {
  /** What was sent; the others were current. */
  readonly applied: readonly TypedObject[];
  readonly pruned: readonly { readonly entry: InventoryEntry; readonly became: Pruned }[];
  /** The inventory as it is recorded now. */
  readonly inventory: readonly InventoryEntry[];
}

/**
 * Applies the objects in their order, then deletes what an earlier set held and this one does not. In this order: the
 * intent is recorded before the first write, so that no crash leaves an orphan; nothing is pruned before everything is
 * applied, so that no failure leaves less than there was. Throws the first error; calling it again goes on from there.
 */
export async function applySet(
  context: ApplySetContext,
  desired: readonly TypedObject[],
  signal: AbortSignal,
): Promise<SetResult> {
  const recorded = await context.ledger.read(signal);
  let inventory = intentOf(recorded, desired);
  await writeIfChanged(context.ledger, recorded, inventory, signal);
  let written = inventory;

  const applied: TypedObject[] = [];
  for (const wanted of desired) {
    const answer = await applyOne(context, wanted, signal);
    if (answer === undefined) continue;
    applied.push({ type: wanted.type, object: answer });
    inventory = recordApplied(inventory, { type: wanted.type, object: answer });
  }
  // The uids are known now; a prune that is interrupted must find them.
  await writeIfChanged(context.ledger, written, inventory, signal);
  written = inventory;

  const pruned: { entry: InventoryEntry; became: Pruned }[] = [];
  for (const entry of surplusOf(inventory, desired)) {
    pruned.push({ entry, became: await pruneEntry(context.client, entry, context.owns, signal) });
    inventory = inventory.filter((one) => one !== entry);
  }
  await writeIfChanged(context.ledger, written, inventory, signal);
  return { applied, pruned, inventory };
}

/** The server's answer, or undefined where applying would repeat itself. */
async function applyOne(
  context: Pick<ApplySetContext, 'client' | 'fieldManager' | 'force' | 'memo' | 'observed'>,
  { type, object }: TypedObject,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  const { client, fieldManager, force = true, memo, observed } = context;
  if (memo?.isCurrent(type, object, observed?.(type, keyOf(object))) === true) return undefined;
  const answer = await client.apply(type, object, { fieldManager, force }, signal);
  memo?.remember(type, object, answer);
  return answer;
}

async function writeIfChanged(
  ledger: Ledger,
  before: readonly InventoryEntry[],
  after: readonly InventoryEntry[],
  signal: AbortSignal,
): Promise<void> {
  if (!sameJson(before, after)) await ledger.write(after, signal);
}

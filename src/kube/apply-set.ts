import { sameJson } from '../runtime/canonical-json.ts';
import type { KubeClient } from './client.ts';
import {
  intentOf,
  isRecorded,
  pruneEntry,
  recordApplied,
  surplusOf,
  type InventoryEntry,
  type Pruned,
  type TypedObject,
} from './inventory.ts';
import type { KubeObject } from './objects.ts';

/** Where the inventory is written down. A read that fails must throw: an empty inventory says that nothing was made. */
export interface Ledger {
  read(signal: AbortSignal): Promise<readonly InventoryEntry[]>;
  write(entries: readonly InventoryEntry[], signal: AbortSignal): Promise<void>;
}

export interface ApplySetContext {
  readonly client: KubeClient;
  readonly fieldManager: string;
  readonly ledger: Ledger;
  /** Whether an object of the inventory whose uid was not recorded is ours, told from its labels. */
  readonly owns: (object: KubeObject) => boolean;
  /** Whether the object was found to be as it is wanted; it is applied all the same where its uid is not recorded yet. */
  readonly unchanged?: (wanted: TypedObject) => boolean;
  /** Told of each object that was sent. */
  readonly applied?: (applied: TypedObject) => void;
  /** Whether an object stays although it is no longer wanted: it stays in the inventory too. Default: none does. */
  readonly keeps?: (entry: InventoryEntry) => boolean;
}

export interface SetResult {
  /** What was sent, as the server answered; the others were found unchanged. */
  readonly applied: readonly TypedObject[];
  readonly pruned: readonly { readonly entry: InventoryEntry; readonly became: Pruned }[];
  /** No longer wanted, and kept. */
  readonly kept: readonly InventoryEntry[];
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
    if (context.unchanged?.(wanted) === true && isRecorded(recorded, wanted)) continue;
    const { client, fieldManager } = context;
    // What the set declares is declared here: fields are taken over from other managers.
    const object = await client.apply(wanted.type, wanted.object, { fieldManager, force: true }, signal);
    const answer = { type: wanted.type, object };
    applied.push(answer);
    context.applied?.(wanted);
    inventory = recordApplied(inventory, answer);
  }
  // The uids are known now; a prune that is interrupted must find them.
  await writeIfChanged(context.ledger, written, inventory, signal);
  written = inventory;

  const surplus = surplusOf(inventory, desired);
  const kept = surplus.filter((entry) => context.keeps?.(entry) === true);
  const pruned: { entry: InventoryEntry; became: Pruned }[] = [];
  for (const entry of surplus.filter((one) => !kept.includes(one))) {
    pruned.push({ entry, became: await pruneEntry(context.client, entry, context.owns, signal) });
    inventory = inventory.filter((one) => one !== entry);
  }
  await writeIfChanged(context.ledger, written, inventory, signal);
  return { applied, pruned, kept, inventory };
}

async function writeIfChanged(
  ledger: Ledger,
  before: readonly InventoryEntry[],
  after: readonly InventoryEntry[],
  signal: AbortSignal,
): Promise<void> {
  if (!sameJson(before, after)) await ledger.write(after, signal);
}

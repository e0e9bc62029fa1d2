import { leftDeleted } from './stopped.ts';
import { urnOfProvider, type PendingOperation, type StackState, type StateResource } from './state.ts';

/**
 * What a look-up found: a present object has an id; one that may be made again without harm was not looked up; of an unknown
 * one nothing may be concluded.
 */
export type Finding =
  | {
      readonly kind: 'present';
      readonly id: string;
      /** What the provider reads it by as long as it knows nothing else of it; the id if left out. */
      readonly readBy?: string;
    }
  | { readonly kind: 'absent' }
  | { readonly kind: 'again'; readonly why: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What becomes of one operation that a killed run left pending. */
export interface Settlement {
  readonly urn: string;
  readonly name: string;
  /**
   * `reread`: what an update or a deletion came to is read from the cloud, since it may have been done. `deleted`: it was
   * to be made anew, and is created as if it had never been.
   */
  readonly what: 'recorded' | 'dropped' | 'reread' | 'deleted';
}

/**
 * What was recorded and not read since: whoever settled it was killed itself. Providers answer every creation with outputs.
 */
export function unread({ deployment }: StackState): readonly StateResource[] {
  return (deployment.resources ?? []).filter(
    ({ type, custom, id, outputs = {} }) =>
      custom === true && id !== undefined && !type.startsWith('pulumi:') && Object.keys(outputs).length === 0,
  );
}

/** What a run that was killed, or failed, left behind to be settled, by name, each once. */
export function leftBehind(state: StackState): readonly string[] {
  const pending = operationsOf(state.deployment.pending_operations).map(({ resource }) => resource);
  return [...new Set([...pending, ...unread(state), ...leftDeleted(state)].map(nameOf))];
}

/** Whether no run left anything behind that has to be settled. */
export function isSettled(state: StackState): boolean {
  return leftBehind(state).length === 0;
}

/** The creations that a killed run left behind: only these need to be looked up. */
export function pendingCreates({ deployment }: StackState): readonly StateResource[] {
  return operationsOf(deployment.pending_operations).flatMap(({ type, resource }) =>
    type === 'creating' ? [resource] : [],
  );
}

/**
 * The state with nothing pending: what was created is recorded, so that it is not created twice; what was not is dropped.
 * What was recorded has no outputs until it is read, by which {@link unread} knows it.
 * @returns why it cannot be settled, as sentences, where a look-up proved nothing.
 */
export function settled(
  state: StackState,
  findings: ReadonlyMap<string, Finding>,
):
  | { readonly state: StackState; readonly settlements: readonly Settlement[] }
  | { readonly unknown: readonly string[] } {
  const operations = operationsOf(state.deployment.pending_operations);
  const unknown = operations.flatMap(({ type, resource }) => {
    const finding = findings.get(resource.urn) ?? { kind: 'unknown', reason: 'it was not looked up' };
    return type === 'creating' && finding.kind === 'unknown' ? [`${nameOf(resource)}: ${finding.reason}`] : [];
  });
  if (unknown.length > 0) return { unknown };
  let resources = state.deployment.resources ?? [];
  const settlements: Settlement[] = [];
  for (const operation of operations) {
    const { resource, type } = operation;
    const finding = findings.get(resource.urn);
    const tell = (what: Settlement['what']) => settlements.push({ urn: resource.urn, name: nameOf(resource), what });
    const with_ = finding?.kind === 'present' ? recordedAmong(resources, resource, finding) : undefined;
    if (type !== 'creating') {
      tell('reread');
    } else if (with_ === undefined) tell('dropped');
    else {
      resources = with_;
      tell('recorded');
    }
  }
  const deployment = { ...state.deployment, resources: inOrder(resources), pending_operations: [] };
  return { state: { ...state, deployment }, settlements };
}

/**
 * The resources with one that was found. Where the state has another of the same name, the run was replacing it: the old
 * one is to be deleted then, as the engine would have it, or is gone already.
 * @returns undefined where what was found is the old one itself: the new one was not made.
 */
function recordedAmong(
  resources: readonly StateResource[],
  resource: StateResource,
  { id, readBy = id }: Extract<Finding, { readonly kind: 'present' }>,
): readonly StateResource[] | undefined {
  // Reading it answers with its own id.
  const found = { ...resource, id: readBy, outputs: {} };
  const old = resources.find(({ urn, delete: isLeaving }) => urn === resource.urn && isLeaving !== true);
  if (old === undefined) return [...resources, found];
  const others = resources.filter((one) => one !== old);
  if (old.pendingReplacement === true) return [...others, found];
  return old.id === id ? undefined : [...others, found, { ...old, delete: true }];
}

/** The engine refuses a state in which a resource stands before its parent, its provider or what it depends on. */
function inOrder(resources: readonly StateResource[]): readonly StateResource[] {
  const placed = new Set<StateResource>();
  const ordered: StateResource[] = [];
  const leaving = resources.filter((resource) => resource.delete === true);
  const staying = resources.filter((resource) => resource.delete !== true);
  const known = new Map(staying.map((resource) => [resource.urn, resource]));
  const place = (resource: StateResource): void => {
    if (placed.has(resource)) return;
    placed.add(resource);
    const { parent, provider, dependencies = [] } = resource;
    for (const urn of [parent, provider && urnOfProvider(provider), ...dependencies]) {
      const before = urn === undefined ? undefined : known.get(urn);
      if (before !== undefined) place(before);
    }
    ordered.push(resource);
  };
  for (const resource of [...staying, ...leaving]) place(resource);
  return ordered;
}

function operationsOf(operations: readonly PendingOperation[] | null | undefined): readonly PendingOperation[] {
  return operations ?? [];
}

/** Logical name, as progress and messages call it. */
export function nameOf({ urn }: StateResource): string {
  return urn.split('::').slice(3).join('::');
}

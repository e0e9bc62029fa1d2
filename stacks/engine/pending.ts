import type { PendingOperation, StackState, StateResource } from './state.ts';

/** What a look-up found: a present object has an id; of an unknown one nothing may be concluded. */
export type Finding =
  | { readonly kind: 'present'; readonly id: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What becomes of one operation that a killed run left pending. */
export interface Settlement {
  readonly urn: string;
  readonly name: string;
  readonly what: 'recorded' | 'dropped' | 'repeated';
}

/** The creations that a killed run left behind: only these need to be looked up. */
export function pendingCreates({ deployment }: StackState): readonly StateResource[] {
  return operationsOf(deployment.pending_operations).flatMap(({ type, resource }) =>
    type === 'creating' ? [resource] : [],
  );
}

/**
 * The state with nothing pending: what was created is recorded, so that it is not created twice; what was not is dropped.
 * Updates and deletions are left as they are: the engine repeats them, which does no harm.
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
  const recorded: StateResource[] = [];
  const settlements: Settlement[] = [];
  const left: PendingOperation[] = [];
  for (const operation of operations) {
    const { resource, type } = operation;
    const finding = findings.get(resource.urn);
    const tell = (what: Settlement['what']) => settlements.push({ urn: resource.urn, name: nameOf(resource), what });
    if (type !== 'creating') {
      left.push(operation);
      tell('repeated');
    } else if (finding?.kind === 'present') {
      recorded.push({ ...resource, id: finding.id, outputs: {} });
      tell('recorded');
    } else tell('dropped');
  }
  const resources = inOrder([...(state.deployment.resources ?? []), ...recorded]);
  const deployment = { ...state.deployment, resources, pending_operations: left };
  return { state: { ...state, deployment }, settlements };
}

/** The engine refuses a state in which a resource stands before its parent or its provider. */
function inOrder(resources: readonly StateResource[]): readonly StateResource[] {
  const placed = new Set<string>();
  const ordered: StateResource[] = [];
  const known = new Map(resources.map((resource) => [resource.urn, resource]));
  const place = (resource: StateResource): void => {
    if (placed.has(resource.urn)) return;
    placed.add(resource.urn);
    for (const urn of [resource.parent, resource.provider?.split('::').slice(0, -1).join('::')]) {
      const before = urn === undefined ? undefined : known.get(urn);
      if (before !== undefined) place(before);
    }
    ordered.push(resource);
  };
  for (const resource of resources) place(resource);
  return ordered;
}

function operationsOf(operations: readonly PendingOperation[] | null | undefined): readonly PendingOperation[] {
  return operations ?? [];
}

function nameOf({ urn }: StateResource): string {
  return urn.split('::').slice(3).join('::');
}

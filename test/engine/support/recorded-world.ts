import { isPlainObject } from '../../../src/runtime/canonical-json.ts';
import type { StackState, StateResource } from '../../../stacks/engine/state.ts';
import type { Workspace } from '../../../stacks/engine/workspace.ts';
import { isMadeByChance, nameIn, rowOf, type CloudObject, type StandInCloud } from '../provider/cloud.ts';

/** Makes a state the one of an environment that has none yet, and the cloud as that state says. */
export async function take(state: StackState, workspace: Workspace, cloud: StandInCloud): Promise<void> {
  const salt = await workspace.salt();
  const encrypted = { type: 'passphrase', ...(salt !== undefined && { state: { salt } }) };
  await workspace.putState({ ...state, deployment: { ...state.deployment, secrets_providers: encrypted } });
  for (const resource of state.deployment.resources ?? []) {
    const { type, custom } = resource;
    if (custom === true && !type.startsWith('pulumi:') && !isMadeByChance(type)) cloud.put(objectOf(resource));
  }
}

function objectOf({ type, id = '', inputs = {}, outputs = {} }: StateResource): CloudObject {
  const row = rowOf(type);
  const given = inClear(inputs) as CloudObject['inputs'];
  const computed = new Set([
    ...Object.keys(row.computed).map((key) => key.split('.')[0]),
    ...(row.secretOutputs ?? []),
  ]);
  const made = Object.entries(inClear(outputs) as CloudObject['outputs']).filter(([key]) => computed.has(key));
  return { type, id, name: nameIn(row, given) ?? id, inputs: given, outputs: Object.fromEntries(made) };
}

/** A recording holds secrets as the engine shows them: as JSON within a text. */
function inClear(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inClear);
  if (!isPlainObject(value)) return value;
  if (typeof value['plaintext'] === 'string' && '4dabf18193072939515e22adb298388d' in value) {
    return inClear(JSON.parse(value['plaintext']));
  }
  const entries = Object.entries(value).filter(([key]) => key !== '__defaults');
  return Object.fromEntries(entries.map(([key, inner]) => [key, inClear(inner)]));
}

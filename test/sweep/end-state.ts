import { isPlainObject, type Json, type JsonObject } from '../../src/runtime/canonical-json.ts';
import { keyedHash, SecretValue } from '../../src/runtime/secret-value.ts';
import { text } from '../../src/simulator/braintrust/row.ts';
import type { OperatorWorld } from '../support/operator-world.ts';
import { canaries } from './scene.ts';

const ours = ['organizations', 'projects', 'aiproviders', 'environmentvariables', 'dataplanes'] as const;
const parts = [
  '/services',
  '/serviceaccounts',
  '/configmaps',
  'apps/deployments',
  'policy/poddisruptionbudgets',
] as const;
const passing = [
  ...['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields'],
  ...['lastTransitionTime', 'startedAt', 'nextAttemptAt', 'deletionGracePeriodSeconds'],
];
const instant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * All that two runs of a story must agree on, on both sides: without times, versions and generated ids, but with every id
 * that points at something real shown as what it points at.
 */
export function endState(world: OperatorWorld): JsonObject {
  const names = namesOf(world);
  const show = (value: unknown): Json => shown(value, names);
  const cluster = [...ours.map((plural) => `planewright.dev/${plural}`), '/secrets', '/namespaces', ...parts].map(
    (resource) => [resource, world.kube.objects(resource).map(show)] as const,
  );
  return { ...Object.fromEntries(cluster), admin: world.api.inspect.endState() };
}

/** What stands for generated text: ids of live rows, when and how their secrets were set, hashes under this run's key. */
function namesOf(world: OperatorWorld): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const type of ['organization', 'project', 'project_tag', 'ai_secret', 'env_var'] as const) {
    for (const row of world.api.inspect.rows(type)) {
      names.set(row.id, `<${type} ${text(row, 'name')}>`);
      if (typeof row['secret_updated_at'] === 'string') names.set(row['secret_updated_at'], '<as last set>');
      if (typeof row['preview_secret'] === 'string') names.set(row['preview_secret'], '<preview>');
    }
  }
  const install = world.object('/secrets', 'planewright', 'planewright-install') as unknown as
    { readonly data?: Readonly<Record<string, string>> } | undefined;
  const key = install?.data?.['hash-key'];
  if (key !== undefined) {
    names.set(key, '<hash key>');
    for (const [name, value] of Object.entries(canaries)) {
      names.set(keyedHash(new SecretValue(key), value), `<hash of ${name}>`);
    }
  }
  return names;
}

function shown(value: unknown, names: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') {
    return names.get(value) ?? value.replace(instant, '<time>').replace(uuid, (id) => names.get(id) ?? '<unknown id>');
  }
  if (Array.isArray(value)) return value.map((one) => shown(one, names));
  if (!isPlainObject(value)) return value as Json;
  const fields = Object.entries(value).filter(([field]) => !passing.includes(field) && !isHistory(value, field));
  return Object.fromEntries(fields.map(([field, one]) => [field, shown(one, names)]));
}

/** That it has been set back is told by the process that did it; one that dies of it leaves it to the next to find all well. */
function isHistory(condition: JsonObject | Readonly<Record<string, unknown>>, field: string): boolean {
  const corrected = condition['type'] === 'Drifted' && condition['status'] === 'False';
  return corrected && (field === 'reason' || field === 'message');
}

/** Where two states differ, as `path: wanted … but was …`. */
export function differences(wanted: Json | undefined, actual: Json | undefined, path = ''): string[] {
  if (Array.isArray(wanted) && Array.isArray(actual)) {
    return Array.from({ length: Math.max(wanted.length, actual.length) }, (_, index) =>
      differences(wanted[index] as Json | undefined, actual[index] as Json | undefined, `${path}[${index}]`),
    ).flat();
  }
  if (isPlainObject(wanted) && isPlainObject(actual)) {
    return [...new Set([...Object.keys(wanted), ...Object.keys(actual)])].flatMap((key) =>
      differences(wanted[key], actual[key], path === '' ? key : `${path}.${key}`),
    );
  }
  return wanted === actual ? [] : [`${path}: wanted ${brief(wanted)} but was ${brief(actual)}`];
}

function brief(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

import { isPlainObject, sameJson, type JsonObject } from '../../src/runtime/canonical-json.ts';
import type { Row } from '../../src/simulator/braintrust/row.ts';
import type { OperatorWorld } from '../support/operator-world.ts';

interface Judged {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly generation?: number;
    readonly deletionTimestamp?: string;
  };
  readonly spec: JsonObject;
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly observedGeneration?: number;
    }[];
    readonly remote?: { readonly id: string };
  };
}

interface Deployment {
  readonly metadata: { readonly namespace?: string };
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
}

/** Why a resource that calls itself Ready at its generation is not: the real thing is asked, not the operator. */
export function untruths(world: OperatorWorld, object: unknown): string[] {
  const judged = object as Judged;
  const { metadata, status } = judged;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'True' || ready.observedGeneration !== metadata.generation) return [];
  if (metadata.deletionTimestamp !== undefined) return [];
  const lack = lacking(world, judged);
  return lack === undefined ? [] : [`${judged.kind} ${metadata.name} says Ready, but ${lack}`];
}

function lacking(world: OperatorWorld, judged: Judged): string | undefined {
  const { spec, status, kind } = judged;
  const { inspect } = world.api;
  if (kind === 'Organization') {
    const [row] = inspect.rows('organization');
    return row === undefined ? 'there is no organization' : fieldsLacking(spec['settings'], row);
  }
  if (kind === 'DataPlane') return versionLacking(world, judged);
  const id = status?.remote?.id ?? '';
  if (kind === 'Project') {
    const row = inspect.find('project', { id });
    if (row === undefined) return 'there is no such project';
    const { name, description } = spec;
    const tags = (spec['tags'] ?? []) as readonly { readonly name: string }[];
    const missing = tags.filter((tag) => inspect.find('project_tag', { project_id: id, name: tag.name }) === undefined);
    return (
      fieldsLacking({ name, description }, row) ??
      fieldsLacking(spec['settings'], row['settings']) ??
      (missing.length > 0 ? 'a tag is missing' : undefined)
    );
  }
  const row = inspect.find('ai_secret', { id }) ?? inspect.find('env_var', { id });
  if (row === undefined) return 'there is no such object';
  return (
    fieldsLacking({ name: spec['name'] }, row) ??
    fieldsLacking(spec['metadata'], row['metadata']) ??
    valueLacking(world, judged, row)
  );
}

/** Nothing of the plane is declared at another version. */
function versionLacking(world: OperatorWorld, { spec: { version }, metadata }: Judged): string | undefined {
  const deployments = world.kube.objects('apps/deployments') as readonly unknown[] as readonly Deployment[];
  const images = deployments
    .filter((one) => one.metadata.namespace === metadata.namespace)
    .flatMap((one) => one.spec.template.spec.containers.map(({ image }) => image));
  if (images.length === 0) return 'nothing of it is there';
  const other = images.find((image) => !image.endsWith(version as string));
  return other === undefined ? undefined : `it still has ${other}`;
}

/** The Secret's value is the one that is stored. */
function valueLacking(world: OperatorWorld, { spec, metadata }: Judged, row: Row): string | undefined {
  const ref = spec['secretRef'] as { readonly name: string; readonly key: string };
  const secret = world.object('/secrets', metadata.namespace ?? '', ref.name) as unknown as
    { readonly data?: Readonly<Record<string, string>> } | undefined;
  const encoded = secret?.data?.[ref.key];
  if (encoded === undefined) return undefined;
  return world.api.inspect.holdsSecret(row.id, Buffer.from(encoded, 'base64').toString())
    ? undefined
    : 'another value is stored';
}

/** Fields that are declared in camel case and stored in snake case. */
function fieldsLacking(declared: unknown, actual: unknown): string | undefined {
  if (!isPlainObject(declared)) return undefined;
  const row = isPlainObject(actual) ? actual : {};
  const field = Object.keys(declared).find((key) => {
    const wire = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return declared[key] !== undefined && !sameJson(declared[key], row[wire]);
  });
  return field === undefined ? undefined : `${field} is not as declared`;
}

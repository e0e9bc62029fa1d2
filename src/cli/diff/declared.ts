import { kindNamed, resourceTypeOf, type KindName } from '../../api/index.ts';
import { checkTexts } from '../../api/documents/check.ts';
import { sentenceOfProblem } from '../../api/documents/problem.ts';
import type { KubeObject } from '../../kube/objects.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import { must } from '../../runtime/must.ts';
import { readInput, unreadable } from '../input.ts';
import type { Io } from '../io.ts';
import type { Snapshot } from '../snapshot.ts';

/** Reads the resources of files as the API server would store them. Throws InvalidDocument with every problem found. */
export async function readDeclared(
  files: readonly string[],
  namespace: string,
  io: Io,
): Promise<readonly KubeObject[]> {
  const texts: { name: string; text: string }[] = [];
  for (const name of new Set(files)) texts.push({ name, text: await read(name, io) });
  const { problems, resources } = checkTexts(texts);
  const wrong = problems.filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) throw new PlanewrightError('InvalidDocument', wrong.map(sentenceOfProblem).join('\n'));
  return resources.map(({ document }) => {
    // What passed the schema is an object of ours.
    const object = must(document, 'a document without problems is whole') as unknown as KubeObject;
    return { ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace ?? namespace } };
  });
}

async function read(name: string, io: Io): Promise<string> {
  try {
    return await readInput(name, io);
  } catch (error) {
    throw unreadable(name, error);
  }
}

/**
 * The snapshot with these resources in place of those of the same name. What the cluster knows of them (identity and
 * status) is kept: a file does not carry it. A resource that is not there yet is the youngest.
 */
export function overlaid(snapshot: Snapshot, declared: readonly KubeObject[], now: string): Snapshot {
  const lists = new Map<KindName, readonly KubeObject[]>(snapshot);
  for (const object of declared) {
    const { kind } = must(kindNamed(object.kind), 'only kinds of ours are read');
    const list = lists.get(kind) ?? [];
    const live = list.find((other) => isSame(other, object));
    const merged =
      live === undefined
        ? newborn(object, now)
        : { ...live, ...object, metadata: { ...live.metadata, ...object.metadata } };
    lists.set(kind, [...list.filter((other) => other !== live), merged]);
  }
  return lists;
}

function newborn(object: KubeObject, now: string): KubeObject {
  const uid = `new-${resourceTypeOf(must(kindNamed(object.kind), 'only kinds of ours are read')).plural}-${object.metadata.namespace ?? ''}-${object.metadata.name}`;
  return { ...object, metadata: { ...object.metadata, uid, generation: 1, creationTimestamp: now } };
}

export function isSame(a: KubeObject, b: KubeObject): boolean {
  return a.kind === b.kind && a.metadata.name === b.metadata.name && a.metadata.namespace === b.metadata.namespace;
}

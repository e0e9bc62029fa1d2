import { stringify } from 'yaml';
import type { StackState } from '../../../stacks/engine/state.ts';
import type { PlaneOutputs } from '../../../stacks/outputs.ts';
import { crdsAsYaml } from '../../api/crd/text.ts';
import type { KubeObject } from '../../kube/objects.ts';
import { isPlainObject } from '../../runtime/canonical-json.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import type { Io } from '../io.ts';
import type { Snapshot } from '../snapshot.ts';
import { version } from '../version.ts';
import { digestOf } from './digest.ts';
import { exportApiVersion, manifestFile, type Manifest, type SecretToBring } from './exported.ts';
import type { BackupItem } from './item.ts';

export interface ToExport {
  readonly environment: string;
  /** RFC 3339. */
  readonly takenAt: string;
  readonly state: StackState;
  readonly outputs: PlaneOutputs;
  readonly items: readonly BackupItem[];
  readonly snapshot: Snapshot | Error;
  /** Files of the environment, as they were read. */
  readonly files: readonly string[];
}

export interface Exported {
  readonly folder: string;
  readonly files: number;
  /** What should be in it and is not, as nouns. */
  readonly without: readonly string[];
}

/**
 * Writes what no cloud keeps. No secret is in it in clear: the state as the engine exports it, with ciphertext, and of
 * Secrets in the cluster only which ones the resources name. The manifest comes last: without it, it is no export.
 * @throws PlanewrightError FileExists where the folder holds one already.
 */
export async function writeExport(
  folder: string,
  what: ToExport,
  io: Pick<Io, 'readFile' | 'writeFile'>,
): Promise<Exported> {
  refuseClear(what.state);
  const { snapshot } = what;
  const resources = snapshot instanceof Error ? undefined : resourcesOf(snapshot);
  const texts: [name: string, text: string][] = [
    ['state.json', json(what.state)],
    ['outputs.json', json(what.outputs)],
    ['inventory.json', json(what.items)],
    ['crds.yaml', crdsAsYaml()],
    ...(await Promise.all(
      what.files.map(async (file, index): Promise<[string, string]> => [
        `environment-${index}.yaml`,
        await io.readFile(file),
      ]),
    )),
  ];
  if (resources !== undefined) texts.push(['resources.yaml', asDocuments(resources)]);
  const without = resources === undefined ? ['the custom resources of the cluster'] : [];
  const manifest: Manifest = {
    apiVersion: exportApiVersion,
    environment: what.environment,
    takenAt: what.takenAt,
    planewright: version,
    files: texts.map(([name, text]) => ({ name, sha256: digestOf(text) })),
    without,
    secretsToBring: resources === undefined ? [] : [...secretsNamedBy(resources)],
  };
  try {
    for (const [name, text] of [...texts, [manifestFile, json(manifest)] as const]) {
      await io.writeFile(`${folder}/${name}`, text, { overwrite: false });
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new PlanewrightError('FileExists', `${folder} holds an export already, or a part of one`, {
        next: 'Name another folder: exports are kept beside each other.',
      });
    }
    throw error;
  }
  return { folder, files: texts.length + 1, without };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Pulumi marks a secret by this key, and beside it stands its ciphertext, or its value. Source: Pulumi SDK, `resource.SigKey`. */
const secretMark = '4dabf18193072939515e22adb298388d';

/** @throws PlanewrightError StateInvalid where a secret stands in clear, by a flag of the engine or a hand. */
function refuseClear(value: unknown): void {
  if (Array.isArray(value)) for (const one of value) refuseClear(one);
  else if (isPlainObject(value)) {
    if (secretMark in value && 'plaintext' in value) {
      throw new PlanewrightError('StateInvalid', 'The state holds a secret in clear; it is not exported.', {
        next: 'Find out who wrote it so. planewright up encrypts it again.',
      });
    }
    for (const one of Object.values(value)) refuseClear(one);
  }
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Namespaces first, then every resource by kind, as somebody would declare it. What is being deleted stays out. */
function resourcesOf(snapshot: Snapshot): readonly KubeObject[] {
  const objects = [...snapshot.values()].flat().filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const namespaces = [...new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))].toSorted();
  return [
    ...namespaces.map((name): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    ...objects.map(declared),
  ];
}

function declared(object: KubeObject): KubeObject {
  const { name, namespace, labels, annotations = {} } = object.metadata;
  const kept = Object.entries(annotations).filter(([key]) => key !== lastApplied);
  const own = Object.entries(object).filter(([field]) => field !== 'status');
  return {
    ...(Object.fromEntries(own) as unknown as KubeObject),
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels !== undefined && { labels }),
      ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }),
    },
  };
}

function asDocuments(objects: readonly KubeObject[]): string {
  return objects.map((object) => `---\n${stringify(object)}`).join('');
}

/** Secrets that the resources name: whoever restores must bring them back, since they are not in the export. */
function secretsNamedBy(objects: readonly KubeObject[]): readonly SecretToBring[] {
  const found = new Map<string, SecretToBring>();
  for (const object of objects) {
    const namespace = object.metadata.namespace ?? '';
    for (const { name, key } of referencesIn(object)) {
      const before = found.get(`${namespace}/${name}`)?.keys ?? [];
      found.set(`${namespace}/${name}`, { namespace, name, keys: [...new Set([...before, key])].toSorted() });
    }
  }
  return [...found.values()];
}

function referencesIn(value: unknown): readonly { readonly name: string; readonly key: string }[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([field, one]) => {
    const isReference = /secretref$/i.test(field) && isPlainObject(one);
    if (!isReference) return referencesIn(one);
    const { name, key } = one;
    return typeof name === 'string' && typeof key === 'string' ? [{ name, key }] : [];
  });
}

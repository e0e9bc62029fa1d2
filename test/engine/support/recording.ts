import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { canonicalJson } from '../../../src/runtime/canonical-json.ts';
import type { StackState, StateResource } from '../../../stacks/engine/state.ts';

/** What a release of Planewright left behind: an environment, and the state that its program made of it. */
export interface Recording {
  /** Of Planewright. */
  readonly version: string;
  /** The environment with its layers, as it was then. */
  readonly document: unknown;
  /** Secrets are those of the stand-in, in clear, so that any passphrase can encrypt them again. */
  readonly state: StackState;
}

export const recordingsFolder = fileURLToPath(new URL('../recordings/', import.meta.url));

/** Every recording that there is, as `<version>/<environment>`; the oldest first. */
export function recordingNames(): readonly string[] {
  if (!existsSync(recordingsFolder)) return [];
  return readdirSync(recordingsFolder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json.gz'))
    .map((file) => file.replaceAll('\\', '/').replace(/\.json\.gz$/, ''))
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

export function readRecording(name: string): Recording {
  return JSON.parse(gunzipSync(readFileSync(`${recordingsFolder}${name}.json.gz`)).toString('utf8')) as Recording;
}

/** The bytes of a recording: equal ones for equal states, whenever and wherever they were made. */
export function packed(recording: Recording): Uint8Array {
  return gzipSync(canonicalJson(recording), { level: 9 });
}

type Stored = StateResource & { readonly propertyDependencies?: Readonly<Record<string, readonly string[]>> };

/** The state without what differs from run to run: times, places in the source, ids of providers, the order of events. */
export function normalised({ version, deployment }: StackState): StackState {
  const resources = inOrder((deployment.resources ?? []).map(withoutCircumstance));
  const providers = resources.filter(({ type }) => type.startsWith('pulumi:providers:'));
  const text = providers.reduce(
    (whole, { id = '' }, index) => whole.replaceAll(id, `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`),
    JSON.stringify(resources),
  );
  return { version, deployment: { manifest: emptyManifest, resources: JSON.parse(text) as readonly StateResource[] } };
}

const emptyManifest = { time: '2000-01-01T00:00:00Z', magic: '', version: '' };

function withoutCircumstance(resource: StateResource): Stored {
  const dropped = ['created', 'modified', 'sourcePosition', 'stackTrace'];
  return Object.fromEntries(Object.entries(resource).filter(([key]) => !dropped.includes(key))) as unknown as Stored;
}

/** By URN, but each behind what it stands on: the engine reads a state in that order. */
function inOrder(resources: readonly Stored[]): readonly Stored[] {
  const known = new Map(resources.map((resource) => [resource.urn, resource]));
  const ordered = new Set<Stored>();
  const place = (resource: Stored): void => {
    if (ordered.has(resource)) return;
    const before = [
      ...(resource.parent === undefined ? [] : [resource.parent]),
      ...(resource.provider === undefined ? [] : [resource.provider.split('::').slice(0, -1).join('::')]),
      ...(resource.dependencies ?? []),
      ...Object.values(resource.propertyDependencies ?? {}).flat(),
    ];
    for (const urn of before.toSorted()) {
      const other = known.get(urn);
      if (other !== undefined) place(other);
    }
    ordered.add(resource);
  };
  for (const resource of resources.toSorted((a, b) => (a.urn < b.urn ? -1 : 1))) place(resource);
  return [...ordered];
}

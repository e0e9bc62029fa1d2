import type { Transport } from '../../runtime/transport.ts';
import { taggedVersion } from './version.ts';

/** What the parts of a plane are to a request. */
type Part = 'api' | 'reader' | 'writer';

export interface LivePod {
  readonly name: string;
  readonly part: Part;
  /** Version that the image's tag says. */
  readonly version: string | undefined;
  /** Behind its Service: ready, and not told to stop. */
  readonly serving: boolean;
}

/**
 * Value of the `app` label of each part, which the Services select by. The one pod that migrates has a label of its own
 * and serves nobody. Source: Helm chart 6.11.0, all selectors.
 */
const apps: Readonly<Record<string, Part>> = {
  'braintrust-api': 'api',
  'brainstore-reader': 'reader',
  'brainstore-fastreader': 'reader',
  'brainstore-writer': 'writer',
};

interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly spec: { readonly containers: readonly { readonly name: string; readonly image: string }[] };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** The pods of a plane that have not ended, by name; those that still stop are among them. */
export async function livePods(
  transport: Transport,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly LivePod[]> {
  const { status, body } = await transport(
    {
      method: 'GET',
      path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`,
      headers: { accept: 'application/json', 'user-agent': 'planewright-plane' },
    },
    signal,
  );
  if (status !== 200) throw new Error(`the stand-in plane may not list pods in ${namespace}: the answer was ${status}`);
  const { items } = JSON.parse(body) as { readonly items: readonly Pod[] };
  return items.flatMap(liveOf).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function liveOf({ metadata, spec, status }: Pod): LivePod[] {
  const app = metadata.labels?.['app'] ?? '';
  const part = Object.hasOwn(apps, app) ? apps[app] : undefined;
  if (part === undefined || status?.phase === 'Succeeded' || status?.phase === 'Failed') return [];
  // The container has a name of its own in every part; a sidecar that somebody injects does not.
  const container = spec.containers.find(({ name }) => name === app || name === part) ?? spec.containers[0];
  const ready = status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True');
  return [
    {
      name: metadata.name,
      part,
      version: taggedVersion(container?.image ?? ''),
      serving: ready === true && metadata.deletionTimestamp === undefined,
    },
  ];
}

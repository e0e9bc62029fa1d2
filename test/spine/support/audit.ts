import { auditEvents, type AuditEvent } from '../../support/control-plane/audit-log.ts';
import { operatorUser } from './installation.ts';

/** One pod as the pretended kubelet reported it: from its start to the moment it was gone. */
export interface PodLife {
  readonly name: string;
  /** Name of its container in the contract. */
  readonly container: string;
  /** Tag of its image. */
  readonly tag: string;
  readonly from: string;
  /** Left out: it still runs. */
  readonly until?: string;
}

interface StartedStatus {
  readonly status?: { readonly containerStatuses?: readonly { readonly name: string; readonly image: string }[] };
}

/** The pods that have run in a namespace, in the order of their starts. */
export async function podLives(auditLogPath: string, namespace: string): Promise<readonly PodLife[]> {
  const events = await auditEvents(
    auditLogPath,
    ({ objectRef, user }) =>
      user.username === 'pretend-nodes' && objectRef?.resource === 'pods' && objectRef.namespace === namespace,
  );
  const lives = new Map<string, PodLife>();
  for (const { verb, objectRef, requestObject, requestReceivedTimestamp, stageTimestamp } of events) {
    const name = objectRef?.name ?? '';
    const known = lives.get(name);
    const started = (requestObject as StartedStatus | undefined)?.status?.containerStatuses?.[0];
    if (verb === 'patch' && known === undefined && started !== undefined) {
      const tag = started.image.split(':').at(-1) ?? '';
      lives.set(name, { name, container: started.name, tag, from: stageTimestamp });
    }
    // It was gone some time between this request and its answer: the earlier moment accuses nobody wrongly.
    if (verb === 'delete' && known !== undefined) lives.set(name, { ...known, until: requestReceivedTimestamp });
  }
  return [...lives.values()];
}

/** Pairs of an API pod and an older Brainstore pod that ran at the same time; there must be none. */
export function mismatches(lives: readonly PodLife[]): string[] {
  const apis = lives.filter(({ container }) => container === 'api');
  const brainstores = lives.filter(({ container }) => container !== 'api');
  return apis.flatMap((api) =>
    brainstores
      .filter(
        (store) => isOlder(store.tag, api.tag) && store.from < (api.until ?? '~') && api.from < (store.until ?? '~'),
      )
      .map((store) => `${api.name} (${api.tag}) ran beside ${store.name} (${store.tag})`),
  );
}

function isOlder(a: string, b: string): boolean {
  return a.localeCompare(b, 'en', { numeric: true }) < 0;
}

export interface Write {
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly code: number;
  /** When it was answered. */
  readonly at: string;
  /** Of a Deployment: the tag of its image. */
  readonly tag?: string;
  readonly user: string;
}

interface DeploymentBody {
  readonly spec?: { readonly template?: { readonly spec?: { readonly containers?: readonly { image?: string }[] } } };
}

const reads = new Set(['get', 'list', 'watch']);

/** What was written, by the operator or by whoever `user` is, oldest first; its lease and its events left out. */
export async function writes(
  auditLogPath: string,
  matches: (write: Write) => boolean,
  user: string = operatorUser,
): Promise<readonly Write[]> {
  const events = await auditEvents(auditLogPath, (event) => event.user.username === user && !reads.has(event.verb));
  return events
    .map(writeOf)
    .filter(({ resource }) => resource !== 'leases' && resource !== 'events')
    .filter(matches);
}

function writeOf({ verb, objectRef, responseStatus, requestObject, stageTimestamp, user }: AuditEvent): Write {
  const subresource = objectRef?.subresource === undefined ? '' : `/${objectRef.subresource}`;
  const image = (requestObject as DeploymentBody | undefined)?.spec?.template?.spec?.containers?.[0]?.image;
  return {
    verb,
    resource: `${objectRef?.resource ?? ''}${subresource}`,
    namespace: objectRef?.namespace ?? '',
    name: objectRef?.name ?? '',
    code: responseStatus?.code ?? 0,
    at: stageTimestamp,
    user: user.username,
    ...(image !== undefined && { tag: image.split(':').at(-1) ?? '' }),
  };
}

/** Names of the Deployments in the order in which they were first given this tag. */
export function orderOf(deploymentWrites: readonly Write[], tag: string): readonly string[] {
  return [...new Set(deploymentWrites.filter((write) => write.tag === tag).map(({ name }) => name))];
}

import { versionOfImage } from '../../../src/dataplane/releases/image.ts';
import { compareVersions, formatVersion, type Version } from '../../../src/dataplane/releases/version.ts';
import type { Transport, WireResponse } from '../../../src/runtime/transport.ts';
import type { Connection } from '../../support/control-plane/connection.ts';

export interface PlaneAnswer {
  readonly namespace: string;
  readonly path: string;
  readonly status: number;
}

export interface PlaneStandIn {
  readonly handle: Transport;
  /** Every question that reached an API pod, oldest first. */
  readonly log: readonly PlaneAnswer[];
}

interface Pod {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
  readonly status: { readonly phase?: string };
}

/**
 * Answers as a plane's API would, from the pods that run at that moment, those that terminate included. A query fails
 * while an API pod is newer than any Brainstore pod, or where there is no Brainstore.
 */
export function planeStandIn(cluster: Connection): PlaneStandIn {
  const log: PlaneAnswer[] = [];
  const handle: Transport = async ({ path }) => {
    const [, host = '', question = ''] = path.split('/');
    const namespace = host.split('.')[1] ?? '';
    const list = await cluster.send({ method: 'GET', path: `/api/v1/namespaces/${namespace}/pods` });
    const running = (list as { items: Pod[] }).items.filter(({ status }) => status.phase === 'Running');
    const answer = answerOf(question, versions(running, 'braintrust-api'), versions(running, 'brainstore-'));
    log.push({ namespace, path: `/${question}`, status: answer.status });
    return answer;
  };
  return { handle, log };
}

function versions(pods: readonly Pod[], prefix: string): Version[] {
  return pods
    .filter(({ metadata }) => metadata.labels?.['app']?.startsWith(prefix) === true)
    .flatMap(({ spec }) => versionOfImage(spec.containers[0]?.image ?? '') ?? [])
    .sort(compareVersions);
}

function answerOf(question: string, api: readonly Version[], brainstore: readonly Version[]): WireResponse {
  const [newest, oldest] = [api.at(-1), brainstore[0]];
  if (newest === undefined) return { status: 503, headers: {}, body: 'no API pod is ready' };
  if (question === 'version') return { status: 200, headers: {}, body: formatVersion(newest) };
  if (question !== 'btql') return { status: 501, headers: {}, body: `the stand-in plane does not serve ${question}` };
  const works = oldest !== undefined && compareVersions(newest, oldest) <= 0;
  return works ? { status: 200, headers: {}, body: '{}' } : { status: 500, headers: {}, body: 'unknown field' };
}

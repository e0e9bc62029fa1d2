import { copyFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { must } from '../../../../src/runtime/must.ts';
import type { Binaries } from '../../../support/control-plane/find-binaries.ts';
import { startControlPlane, type ControlPlane } from '../../../support/control-plane/start-control-plane.ts';
import { connect, type Connection } from '../../../support/control-plane/connection.ts';
import type { StandInCloud } from '../../../engine/provider/cloud.ts';

const clusterType = 'aws:eks/cluster:Cluster';
const nodeGroupType = 'aws:eks/nodeGroup:NodeGroup';

/** A control plane of the story. */
export interface Cluster {
  /** Which one, from 1: each creation in the cloud is another one. */
  readonly number: number;
  readonly connection: Connection;
  /** Address by which the cloud has it. */
  readonly endpoint: string;
}

/**
 * What stands behind the cluster of the stand-in cloud: a control plane with pretended nodes is started when the cloud's log
 * says that a cluster was created, and stopped when it says that it was deleted. A new one knows nothing of the one before.
 */
export class Clusters {
  readonly #cloud: StandInCloud;
  readonly #binaries: Binaries;
  readonly #logs: string;
  #running: Running | undefined;

  /** @param logs Folder for the audit logs of clusters that are gone. */
  constructor(cloud: StandInCloud, binaries: Binaries, logs: string) {
    this.#cloud = cloud;
    this.#binaries = binaries;
    this.#logs = logs;
  }

  /** The cluster of this moment; undefined where the cloud has none. */
  async now(): Promise<Cluster | undefined> {
    const calls = this.#cloud.calls().filter(({ type }) => type === clusterType);
    const created = calls.filter(({ method }) => method === 'create').length;
    const deleted = calls.filter(({ method }) => method === 'delete').length;
    const wanted = created > deleted ? created : undefined;
    const before = this.#running;
    if (before !== undefined && before.number !== wanted) {
      this.#running = undefined;
      await this.#end(before);
    }
    if (wanted === undefined) return undefined;
    const running = (this.#running ??= {
      number: wanted,
      plane: this.#start(),
      joined: 0,
      joining: Promise.resolve(),
    });
    const connection = connect(await running.plane);
    // Several ask at once, while groups are made: one after the other, or an old look would undo a newer one.
    running.joining = running.joining.catch(() => undefined).then(() => this.#join(running, connection));
    await running.joining;
    const made = this.#cloud.objects().find(({ type }) => type === clusterType);
    return { number: wanted, connection, endpoint: String(made?.outputs['endpoint']) };
  }

  /** Audit logs by the number of their cluster, those of clusters that are gone included. */
  async auditLogs(): Promise<ReadonlyMap<number, string>> {
    const gone = (await readdir(this.#logs)).map(
      (file) => [Number.parseInt(file, 10), path.join(this.#logs, file)] as const,
    );
    const running = this.#running;
    const current = running === undefined ? [] : [[running.number, (await running.plane).auditLogPath] as const];
    return new Map([...gone, ...current].sort(([a], [b]) => a - b));
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (running !== undefined) await this.#end(running);
  }

  async #join(running: Running, connection: Connection): Promise<void> {
    const groups = this.#cloud.objects().filter(({ type }) => type === nodeGroupType);
    if (running.joined === groups.length) return;
    await join(connection, groups);
    running.joined = groups.length;
  }

  async #end({ number, plane }: { readonly number: number; readonly plane: Promise<ControlPlane> }): Promise<void> {
    const { auditLogPath, stop } = await plane;
    await copyFile(auditLogPath, path.join(this.#logs, `${number}.audit.log`));
    await stop();
  }

  async #start(): Promise<ControlPlane> {
    const plane = await startControlPlane(this.#binaries);
    await plane.startNodes();
    return plane;
  }
}

interface Running {
  readonly number: number;
  readonly plane: Promise<ControlPlane>;
  /** Node groups that have a node. */
  joined: number;
  joining: Promise<void>;
}

/** One node joins for each node group of the cloud, with its labels and taints. */
async function join({ send }: Connection, groups: readonly NodeGroup[]): Promise<void> {
  const { items } = (await send({ method: 'GET', path: '/api/v1/nodes' })) as {
    readonly items: readonly { readonly metadata: { readonly name: string } }[];
  };
  for (const [index, { inputs }] of groups.entries()) {
    const node = must(items[index], 'there is a pretended node for each group');
    const taints = (inputs.taints ?? []).map(({ key, value, effect }) => ({ key, value, effect: effects[effect] }));
    await send({
      method: 'PATCH',
      path: `/api/v1/nodes/${node.metadata.name}`,
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({ metadata: { labels: inputs.labels }, spec: { taints } }),
    });
  }
}

interface NodeGroup {
  readonly inputs: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly taints?: readonly {
      readonly key: string;
      readonly value: string;
      readonly effect: keyof typeof effects;
    }[];
  };
}

/** EKS writes them its own way. */
const effects = {
  NO_SCHEDULE: 'NoSchedule',
  NO_EXECUTE: 'NoExecute',
  PREFER_NO_SCHEDULE: 'PreferNoSchedule',
} as const;

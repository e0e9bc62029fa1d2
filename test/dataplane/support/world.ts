import type { DataPlaneSpec, DataPlaneSpecInput, DataPlaneStatus } from '../../../src/api/index.ts';
import type { Component } from '../../../src/dataplane/contract/components.ts';
import { present, provenAbsent, type Observation } from '../../../src/dataplane/observation.ts';
import { stamped } from '../../../src/dataplane/rollout/applied.ts';
import type { Change } from '../../../src/dataplane/rollout/changes.ts';
import { decide, type Decision } from '../../../src/dataplane/rollout/decide.ts';
import type { DesiredPlane } from '../../../src/dataplane/rollout/desired.ts';
import type {
  LiveObject,
  LiveSecret,
  ObservedPlane,
  PlaneAnswers,
  SecretsObserved,
} from '../../../src/dataplane/rollout/observed.ts';
import type { PlaneObject } from '../../../src/dataplane/workloads/kinds.ts';
import { canonicalJson } from '../../../src/runtime/canonical-json.ts';
import { DeploymentModel } from './deployment-model.ts';
import { planeSpec } from './planes.ts';

const silent: PlaneAnswers = {
  version: { state: 'unknown', reason: 'not asked' },
  query: { state: 'unknown', reason: 'not asked' },
};

/** A cluster as small as decisions need it: objects, a model of Deployments, and secrets that are only hashes. */
export class World {
  readonly deployments = new DeploymentModel();
  readonly objects = new Map<string, LiveObject>();
  /** Every change that was carried out, in order. */
  readonly log: Change[] = [];
  spec: DataPlaneSpec;
  generation = 1;
  annotations: Record<string, string> = {};
  acting = true;
  deleting = false;
  status: DataPlaneStatus | undefined = undefined;
  /** Stands for the values: equal text, equal hash. */
  secret = 'secret-1';
  functionSecretKey = 'function-1';
  liveSecret: Observation<LiveSecret> = provenAbsent;
  secretsState: SecretsObserved | undefined = undefined;
  organization: ObservedPlane['organization'] = provenAbsent;
  answers: PlaneAnswers = silent;
  customCa: Observation<string> = provenAbsent;
  clusterUnknown: string | undefined = undefined;
  olderPlane: string | undefined = undefined;
  now = Date.parse('2026-01-01T00:00:00Z');
  #uid = 0;

  constructor(changes: Partial<DataPlaneSpecInput> = {}) {
    this.spec = planeSpec(changes);
  }

  /** Someone changes the declaration. */
  declare(changes: Partial<DataPlaneSpecInput>): void {
    this.spec = planeSpec({ ...(this.spec as DataPlaneSpecInput), ...changes });
    this.generation += 1;
  }

  desired(): DesiredPlane {
    const { spec, generation, annotations, acting, deleting } = this;
    return { name: 'plane', namespace: 'acme', uid: 'plane-uid', generation, annotations, acting, deleting, spec };
  }

  observed(): ObservedPlane {
    const { status, organization, answers, customCa, olderPlane } = this;
    const objects = [...this.objects.values()].map((object) =>
      object.kind === 'Deployment' ? { ...object, status: this.deployments.statusOf(object.metadata.name) } : object,
    );
    return structuredClone({
      status,
      cluster:
        this.clusterUnknown === undefined
          ? present({ objects, pods: this.deployments.livePods(), ...(olderPlane !== undefined && { olderPlane }) })
          : { state: 'unknown' as const, reason: this.clusterUnknown },
      secrets: this.secretsState ?? this.#secrets(),
      organization,
      answers,
      customCa,
    });
  }

  /** One look: what would be done. */
  look(): Decision {
    return decide(this.desired(), this.observed(), this.now);
  }

  /** One pass of the engine. `crashAfter` changes it dies, and with it the status that it would have written. */
  pass(crashAfter = Infinity): Decision {
    const decision = this.look();
    if (!this.acting) return decision;
    for (const [index, change] of decision.changes.entries()) {
      if (index >= crashAfter) return decision;
      this.carryOut(change);
    }
    if (decision.changes.length >= crashAfter) return decision;
    this.status = structuredClone(decision.status);
    return decision;
  }

  /** Passes and time until nothing moves any more; throws when that takes too long. */
  settle(): Decision {
    for (let turn = 0; turn < 400; turn += 1) {
      const before = canonicalJson([this.status, [...this.objects.values()]]);
      const decision = this.pass();
      const moved = this.deployments.run();
      this.now += 5_000;
      if (
        decision.changes.length === 0 &&
        !moved &&
        before === canonicalJson([this.status, [...this.objects.values()]])
      ) {
        return decision;
      }
    }
    throw new Error(`does not settle: ${JSON.stringify(this.status?.conditions)}`);
  }

  carryOut(change: Change): void {
    this.log.push(change);
    switch (change.action) {
      case 'makeFunctionSecretKey':
        this.functionSecretKey = 'made';
        this.secretsState = undefined;
        return;
      case 'applySecret':
        this.liveSecret = present({ hash: change.hash, functionSecretKeyHash: this.functionSecretKey, ours: true });
        return;
      case 'apply':
        this.put(stamped(change.object));
        return;
      case 'delete':
        this.remove(change.kind, change.name);
    }
  }

  /** What somebody else does with `kubectl edit`. */
  edit(kind: string, name: string, change: (object: Editable) => void): void {
    const copy = structuredClone(this.object(kind, name)) as unknown as Editable;
    change(copy);
    this.put(copy as unknown as PlaneObject);
  }

  remove(kind: string, name: string): void {
    this.objects.delete(`${kind}/${name}`);
    if (kind === 'Deployment') this.deployments.remove(name);
  }

  object(kind: string, name: string): LiveObject {
    const found = this.objects.get(`${kind}/${name}`);
    if (found === undefined) throw new Error(`no ${kind} ${name}`);
    return found;
  }

  has(kind: string, name: string): boolean {
    return this.objects.has(`${kind}/${name}`);
  }

  image(deployment: string): string {
    const spec = this.object('Deployment', deployment).spec as {
      template: { spec: { containers: readonly { image: string }[] } };
    };
    return spec.template.spec.containers[0]?.image.split(':').at(-1) ?? '';
  }

  /** Times that a Deployment's pod template changed, its creation included. */
  templates(name: string): number {
    return this.deployments.templatesSeen(name);
  }

  put(object: PlaneObject): void {
    const key = `${object.kind}/${object.metadata.name}`;
    const before = this.objects.get(key);
    const spec = (one: object): unknown => ('spec' in one ? one.spec : undefined);
    const changed = before === undefined || canonicalJson(spec(before)) !== canonicalJson(spec(object));
    const uid = before?.metadata.uid ?? `uid-${(this.#uid += 1)}`;
    const generation = (before?.metadata.generation ?? 0) + (changed ? 1 : 0);
    this.objects.set(key, { ...object, metadata: { ...object.metadata, uid, generation } });
    if (object.kind === 'Deployment') this.deployments.declare(object, generation);
  }

  #secrets(): SecretsObserved {
    const hash = `${this.secret}+${this.functionSecretKey}`;
    const of = (component: Component) => `${component}:${hash}`;
    return {
      state: 'composed',
      hash,
      componentHashes: {
        reader: of('reader'),
        fastReader: of('fastReader'),
        writer: of('writer'),
        api: of('api'),
      },
      functionSecretKeyHash: this.functionSecretKey,
      live: this.liveSecret,
    };
  }
}

/** An object as a person with `kubectl edit` sees it. */
export interface Editable {
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
  data: Record<string, string>;
  spec: {
    replicas: number;
    type: string;
    template: { spec: { containers: [{ image: string }] } };
  };
}

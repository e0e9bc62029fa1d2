import type { DeploymentStatus, LivePod } from '../../../src/dataplane/rollout/observed.ts';
import type { Deployment } from '../../../src/dataplane/workloads/kinds.ts';
import { canonicalJson } from '../../../src/runtime/canonical-json.ts';
import { must } from '../../../src/runtime/must.ts';
import type { Randomness } from '../../../src/runtime/randomness.ts';

interface Pod {
  readonly name: string;
  readonly app: string;
  readonly image: string;
  readonly template: string;
  ready: boolean;
  terminating: boolean;
}

interface Declared {
  object: Deployment;
  template: string;
  generation: number;
  observedGeneration: number;
  /** What the controller last looked at: until it looks again, its status speaks of this one. */
  observedTemplate: string | undefined;
  templates: Set<string>;
}

/**
 * Deployments, ReplicaSets and kubelets in one small model: a step at a time, in an order that chance may decide. Pods
 * that terminate stay until they are told to go.
 */
export class DeploymentModel {
  readonly #declared = new Map<string, Declared>();
  #pods: Pod[] = [];
  #count = 0;
  /** Apps whose new pods never become ready. */
  readonly neverReady = new Set<string>();
  /** Apps whose pods stay in Terminating. */
  readonly slowToStop = new Set<string>();
  /** Deployments that say that they do not get on. */
  readonly givenUp = new Set<string>();
  /** Called after every single step. */
  watch: () => void = () => undefined;

  declare(object: Deployment, generation: number): void {
    const before = this.#declared.get(object.metadata.name);
    const templates = before?.templates ?? new Set();
    const template = canonicalJson(object.spec.template);
    templates.add(template);
    const { observedGeneration = 0, observedTemplate } = before ?? {};
    this.#declared.set(object.metadata.name, {
      object,
      template,
      generation,
      observedGeneration,
      observedTemplate,
      templates,
    });
  }

  remove(name: string): void {
    this.#declared.delete(name);
    for (const pod of this.#pods) if (pod.app === name) pod.terminating = true;
  }

  templatesSeen(name: string): number {
    return this.#declared.get(name)?.templates.size ?? 0;
  }

  statusOf(name: string): DeploymentStatus {
    const declared = must(this.#declared.get(name), `Deployment ${name}`);
    const pods = this.#alive(name);
    const updated = pods.filter((pod) => pod.template === declared.observedTemplate);
    return {
      observedGeneration: declared.observedGeneration,
      replicas: pods.length,
      updatedReplicas: updated.length,
      availableReplicas: pods.filter((pod) => pod.ready).length,
      conditions: this.givenUp.has(name)
        ? [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }]
        : [],
    };
  }

  livePods(): readonly LivePod[] {
    return this.#pods.map(({ name, app, image, terminating }) => ({
      name,
      app,
      image,
      terminating,
      ...(this.neverReady.has(app) && { trouble: 'ImagePullBackOff' }),
    }));
  }

  /** All that can happen, until nothing can. Whether anything did. */
  run(): boolean {
    let moved = false;
    while (this.#stepOnce(0)) moved = true;
    return moved;
  }

  /** One thing that can happen, picked by chance. Whether there was one. */
  step(randomness: Randomness): boolean {
    return this.#stepOnce(randomness.fraction());
  }

  #stepOnce(chance: number): boolean {
    const possible = [...this.#possible()];
    const picked = possible[Math.floor(chance * possible.length)];
    if (picked === undefined) return false;
    picked();
    this.watch();
    return true;
  }

  *#possible(): Generator<() => void> {
    for (const pod of this.#pods) {
      if (pod.terminating && !this.slowToStop.has(pod.app)) {
        yield () => (this.#pods = this.#pods.filter((one) => one !== pod));
      } else if (!pod.terminating && !pod.ready && !this.neverReady.has(pod.app)) {
        yield () => (pod.ready = true);
      }
    }
    for (const declared of this.#declared.values()) yield* this.#ofDeployment(declared);
  }

  *#ofDeployment(declared: Declared): Generator<() => void> {
    const { object, template, generation } = declared;
    if (declared.observedGeneration < generation) {
      yield () => {
        declared.observedGeneration = generation;
        declared.observedTemplate = template;
      };
      // Until the controller has looked, it goes on with what it knew; the model lets it rest instead.
      return;
    }
    const name = object.metadata.name;
    const replicas = object.spec.replicas ?? 1;
    const alive = this.#alive(name);
    const fresh = alive.filter((pod) => pod.template === template);
    const old = alive.filter((pod) => !fresh.includes(pod));
    const recreate = object.spec.strategy?.type === 'Recreate';
    if (recreate && this.#pods.some((pod) => pod.app === name && !fresh.includes(pod))) {
      for (const pod of old) yield () => (pod.terminating = true);
      return;
    }
    if (fresh.length < replicas && alive.length < replicas + 1) yield () => this.#create(object, template);
    const unready = old.find((pod) => !pod.ready);
    if (unready !== undefined) yield () => (unready.terminating = true);
    const surplus = alive.filter((pod) => pod.ready).length > replicas || (fresh.length > replicas && old.length === 0);
    const victim = old[0] ?? (fresh.length > replicas ? fresh[0] : undefined);
    if (surplus && victim !== undefined) yield () => (victim.terminating = true);
  }

  #create(object: Deployment, template: string): void {
    const container = must(object.spec.template.spec?.containers[0], 'a container');
    this.#pods.push({
      name: `${object.metadata.name}-${(this.#count += 1)}`,
      app: object.metadata.name,
      image: container.image ?? '',
      template,
      ready: false,
      terminating: false,
    });
  }

  #alive(name: string): readonly Pod[] {
    return this.#pods.filter((pod) => pod.app === name && !pod.terminating);
  }
}

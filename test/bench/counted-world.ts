import type { KubeObject } from '../../src/kube/objects.ts';
import { OperatorWorld, operatorToken } from '../support/operator-world.ts';
import { fleetTypes, foundation, type Item } from './fleet.ts';

/** What an operator did in some time, by whom it asked and what for. */
export interface Counts {
  readonly adminReads: number;
  readonly adminWrites: number;
  /** Admin calls by resource, such as `GET /v1/project`. */
  readonly admin: Readonly<Record<string, number>>;
  readonly secretReads: number;
  /** Watches that were opened or opened again, and lists. */
  readonly kubeListsAndWatches: number;
  readonly kubeWrites: number;
  readonly eventsWritten: number;
}

const secret = /^\/api\/v1\/namespaces\/[^/]+\/secrets\/[^/?]+$/;

/** A whole operator on the virtual clock, with its Organization Ready before anything else is declared. */
export class CountedWorld {
  readonly world = new OperatorWorld();
  #seen = 0;

  async begin(): Promise<void> {
    await this.declare(foundation({ organizationName: 'Acme', token: operatorToken }));
    this.world.start();
    await this.converge();
  }

  async declare(items: readonly Item[]): Promise<void> {
    for (const { type, object } of items) await this.world.apply(type, object);
  }

  /** Waits until everything declared is Ready. Throws after ten minutes of the operator's time. */
  async converge(): Promise<Counts> {
    for (let second = 0; this.notReady() > 0; second += 1) {
      if (second === 600) throw new Error(`${this.notReady()} resources are not Ready after ten minutes`);
      await this.world.clock.advance(1_000);
    }
    // What was written last still comes back through the watches.
    await this.world.clock.advance(2_000);
    return this.#taken();
  }

  /** Lets the operator run for so long. */
  async during(ms: number): Promise<Counts> {
    await this.world.clock.advance(ms);
    return this.#taken();
  }

  notReady(): number {
    return Object.values(fleetTypes).reduce((sum, { group, plural }) => {
      const objects = this.world.kube.objects(`${group}/${plural}`) as readonly unknown[] as readonly KubeObject[];
      return sum + objects.filter((object) => !isReady(object)).length;
    }, 0);
  }

  #taken(): Counts {
    const calls = this.world.gates.trace.slice(this.#seen);
    this.#seen = this.world.gates.trace.length;
    const admin = calls.filter(({ to }) => to === 'braintrust');
    const kube = calls.filter(({ to }) => to === 'kube');
    const path = ({ target }: { target: string }): string => target.replace(/\?.*/, '');
    const byResource: Record<string, number> = {};
    for (const call of admin) {
      const name = `${call.method} ${path(call).split('/').slice(0, 3).join('/')}`;
      byResource[name] = (byResource[name] ?? 0) + 1;
    }
    const secretReads = kube.filter((call) => call.method === 'GET' && secret.test(path(call))).length;
    return {
      adminReads: admin.filter(({ mutation }) => !mutation).length,
      adminWrites: admin.filter(({ mutation }) => mutation).length,
      admin: byResource,
      secretReads,
      kubeListsAndWatches: kube.filter(({ method }) => method === 'GET').length - secretReads,
      kubeWrites: kube.filter(({ mutation }) => mutation).length,
      eventsWritten: kube.filter((call) => call.mutation && path(call).includes('/events')).length,
    };
  }
}

function isReady(object: KubeObject): boolean {
  const { status } = object as { status?: { conditions?: readonly { type: string; status: string }[] } };
  return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
}

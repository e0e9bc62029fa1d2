import { kubeClient } from '../../../src/kube/kube-client.ts';
import { noReflectorMetrics } from '../../../src/kube/reflector-metrics.ts';
import { Reflector } from '../../../src/kube/reflector.ts';
import { ObjectStore } from '../../../src/kube/store.ts';
import { silentLog } from '../../../src/runtime/log.ts';
import { seededRandomness } from '../../../src/runtime/randomness.ts';
import { FakeClock, settle } from '../../runtime/fake-clock.ts';
import { refusal } from './fake-transport.ts';
import { configMaps, type ConfigMap } from './types.ts';
import { WatchedServer } from './watched-server.ts';

export const expired = refusal(410, 'Expired', 'too old resource version');
export const expiredEvent = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' };

/** A reflector that follows a server which a test drives by hand. */
export class Reflected {
  readonly clock = new FakeClock();
  readonly server = new WatchedServer();
  readonly store = new ObjectStore<ConfigMap>((error) => {
    throw error;
  });
  readonly reflector: Reflector<ConfigMap>;
  readonly stop = new AbortController();
  ended: Promise<void> = Promise.resolve();
  synced = false;
  staleEvents = 0;

  constructor() {
    this.reflector = new Reflector<ConfigMap>(
      {
        client: kubeClient((request, signal) => this.server.transport(request, signal)),
        clock: this.clock,
        randomness: seededRandomness(1),
        log: silentLog,
        metrics: { ...noReflectorMetrics, stale: () => (this.staleEvents += 1) },
      },
      configMaps,
      { namespace: 'acme' },
      this.store,
    );
  }

  async start(): Promise<void> {
    void this.reflector.synced.then(() => (this.synced = true));
    this.ended = this.reflector.run(this.stop.signal);
    await settle();
  }

  /** Ends it; throws where a timer is left behind. */
  async end(): Promise<void> {
    this.stop.abort(new Error('the test is over'));
    await this.ended;
    if (this.clock.sleeping > 0) throw new Error(`${this.clock.sleeping} timers are left behind`);
  }

  get names(): string[] {
    return this.store
      .list()
      .map((object) => object.metadata.name)
      .sort();
  }

  versionOf(name: string): string | undefined {
    return this.store.get({ namespace: 'acme', name })?.metadata.resourceVersion;
  }

  /** The versions from which each watch began. */
  get fromVersions(): unknown[] {
    return this.server.watches.map((watch) => watch.request.query?.['resourceVersion']);
  }
}

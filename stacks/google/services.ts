import { Service } from '@pulumi/gcp/projects/service.js';
import type { Provider } from '@pulumi/gcp/provider.js';
import { must } from '../../src/runtime/must.ts';
import { Concern } from '../component.ts';
import type { GoogleEnvironment } from '../environment/schema/environment.ts';
import { apis, type Api } from './apis.ts';

/**
 * Switches on the APIs of the project. They stay on when the environment goes: something else in the project may have
 * come to need them.
 */
export class Services extends Concern {
  readonly #services: ReadonlyMap<Api, Service>;

  constructor({ spec }: GoogleEnvironment, provider: Provider) {
    super('google', 'services', { providers: [provider] });
    const { project } = spec.cloud;
    this.#services = new Map(
      apis.map((api) => [
        api,
        new Service(
          this.named(api),
          { project, service: `${api}.googleapis.com`, disableOnDestroy: false },
          this.child(),
        ),
      ]),
    );
    this.registerOutputs();
  }

  /** The API, to wait for. */
  of(api: Api): Service {
    return must(this.#services.get(api), 'every API has been switched on');
  }
}

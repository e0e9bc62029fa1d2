import { Service } from '@pulumi/gcp/projects/service.js';
import type { Provider } from '@pulumi/gcp/provider.js';
import { Concern } from '../../component.ts';
import type { ByocGoogleEnvironment } from '../../environment/schema/environment.ts';
import { bootstrapServices, planeServices } from './services.ts';

/** Services of the project that are switched on. They stay on when the environment goes: others may use them. */
export class ProjectServices extends Concern {
  readonly enabled: readonly Service[];
  readonly names: readonly string[];

  constructor({ spec }: ByocGoogleEnvironment, provider: Provider) {
    super('google', 'services', { providers: [provider] });
    this.names = [...new Set([...planeServices, ...bootstrapServices, ...(spec.services ?? [])])].toSorted();
    this.enabled = this.names.map(
      (service) =>
        new Service(
          this.named(service.replace('.googleapis.com', '')),
          { project: spec.cloud.project, service, disableOnDestroy: false, disableDependentServices: false },
          this.child(),
        ),
    );
    this.registerOutputs({});
  }
}

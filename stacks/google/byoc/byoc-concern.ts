import type { Provider } from '@pulumi/gcp/provider.js';
import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../../component.ts';
import type { ByocGoogleEnvironment } from '../../environment/schema/environment.ts';
import type { BootstrapNames } from './names.ts';

/** What every concern of one bootstrap shares. */
export interface BootstrapContext {
  readonly environment: ByocGoogleEnvironment;
  readonly names: BootstrapNames;
  readonly provider: Provider;
  /** Services that must be on before anything else is made. */
  readonly services: readonly pulumi.Resource[];
}

/** A concern of the bootstrap: each of its resources waits for the services of the project. */
export abstract class BootstrapConcern extends Concern {
  protected readonly environment: ByocGoogleEnvironment;
  protected readonly names: BootstrapNames;
  readonly #services: readonly pulumi.Resource[];

  constructor(concern: string, { environment, names, provider, services }: BootstrapContext) {
    super('google', concern, { providers: [provider] });
    this.environment = environment;
    this.names = names;
    this.#services = services;
  }

  protected override child(options: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
    return super.child({ dependsOn: [...this.#services], ...options });
  }

  protected override keeps(options: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
    return super.keeps({ dependsOn: [...this.#services], ...options });
  }
}

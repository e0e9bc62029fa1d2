import type * as pulumi from '@pulumi/pulumi';
import type { Provider } from '@pulumi/gcp/provider.js';
import { Concern } from '../component.ts';
import type { GoogleEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';
import { labelsOf } from '../tags.ts';
import type { Api } from './apis.ts';
import type { Services } from './services.ts';

/** What every concern of one environment shares. */
export interface GoogleContext {
  readonly environment: GoogleEnvironment;
  readonly provider: Provider;
  readonly services: Services;
}

/**
 * A concern on Google Cloud. Each of its resources waits for the APIs that the concern uses: an API that is being
 * switched on refuses calls for minutes, and the engine would begin with everything at once.
 */
export abstract class GoogleConcern extends Concern {
  protected readonly environment: GoogleEnvironment;
  protected readonly project: string;
  protected readonly region: string;
  protected readonly labels: Readonly<Record<string, string>>;
  readonly #apis: readonly pulumi.Resource[];

  constructor(concern: string, { environment, provider, services }: GoogleContext, apis: readonly Api[]) {
    super('google', concern, { providers: [provider] });
    this.environment = environment;
    this.project = environment.spec.cloud.project;
    this.region = environment.spec.cloud.region;
    this.labels = labelsOf(environment);
    this.#apis = apis.map((api) => services.of(api));
  }

  /** Name in the cloud; `role` tells objects of one type apart. */
  protected nameOf(type: string, role: string): string {
    return nameOf(this.environment, type, role);
  }

  /** Options of an ordinary resource, and what it waits for besides the APIs. */
  protected override child(
    options: pulumi.CustomResourceOptions = {},
    after: readonly pulumi.Resource[] = [],
  ): pulumi.CustomResourceOptions {
    return super.child(this.#waiting(options, after));
  }

  /** The same for what holds data. */
  protected override keeps(
    options: pulumi.CustomResourceOptions = {},
    after: readonly pulumi.Resource[] = [],
  ): pulumi.CustomResourceOptions {
    return super.keeps(this.#waiting(options, after));
  }

  #waiting(options: pulumi.CustomResourceOptions, after: readonly pulumi.Resource[]): pulumi.CustomResourceOptions {
    if (options.dependsOn !== undefined) throw new TypeError('what a resource waits for is given beside its options');
    return { ...options, dependsOn: [...this.#apis, ...after] };
  }
}

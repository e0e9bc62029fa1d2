import * as pulumi from '@pulumi/pulumi';

/**
 * One concern of an environment (network, database, …) as a Pulumi component. Its resources are named `<concern>-<role>`
 * and carry the component as parent: a plan groups by it, and a component that moves keeps its children by one alias.
 */
export abstract class Concern extends pulumi.ComponentResource {
  readonly concern: string;

  constructor(cloud: 'aws' | 'google' | 'azure', concern: string, options: pulumi.ComponentResourceOptions = {}) {
    super(`planewright:${cloud}:${concern}`, concern, {}, options);
    this.concern = concern;
  }

  /** Logical name of a resource of this concern. */
  protected named(role: string): string {
    return role === '' ? this.concern : `${this.concern}-${role}`;
  }

  /**
   * Whether this run lets go of the cluster's protection against deletion: the first half of a rebuild. The cloud, or the
   * provider, looks at the cluster that is there, so that protection must be off before the second half begins.
   */
  protected get clusterMayGo(): boolean {
    return new pulumi.Config('planewright').getBoolean('clusterMayGo') === true;
  }

  /** Options of an ordinary resource. */
  protected child(options: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
    return { ...options, parent: this };
  }

  /** Options of a resource that holds data or a key to data: the engine refuses to delete it. */
  protected keeps(options: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
    return { protect: true, ...options, parent: this };
  }
}

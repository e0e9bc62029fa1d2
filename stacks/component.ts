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

  /** Options of an ordinary resource. */
  protected child(options: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
    return { ...options, parent: this };
  }

  /** Options of a resource that holds data or a key to data: the engine refuses to delete it. */
  protected keeps(options: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
    return { ...options, parent: this, protect: true };
  }
}

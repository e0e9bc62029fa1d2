import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../component.ts';
import { nameOf } from '../naming/name-of.ts';
import { tagsOf } from '../tags.ts';
import type { Site } from './site.ts';

/** A concern on Azure: knows where its resources go. */
export abstract class AzureConcern extends Concern {
  protected readonly site: Site;

  constructor(concern: string, site: Site, options: pulumi.ComponentResourceOptions = {}) {
    super('azure', concern, { ...options, providers: [site.provider] });
    this.site = site;
  }

  /** Name in the cloud of an object of this environment. */
  protected nameOf(type: string, role: string): string {
    return nameOf(this.site.environment, type, role);
  }

  /** Inputs that say in which group. */
  protected get grouped(): { readonly resourceGroupName: pulumi.Input<string> } {
    return { resourceGroupName: this.site.group.name };
  }

  /** Inputs of what is in a group, in a location, with tags. */
  protected get located(): {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly location: string;
    readonly tags: Record<string, string>;
  } {
    return { ...this.grouped, location: this.site.group.location, tags: this.tags };
  }

  protected get tags(): Record<string, string> {
    return { ...tagsOf(this.site.environment) };
  }
}

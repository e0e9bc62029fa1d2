import { ResourceGroup } from '@pulumi/azure-native/resources/resourceGroup.js';
import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../component.ts';
import type { AzureEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';
import { tagsOf } from '../tags.ts';
import type { GroupReference } from './site.ts';

/** The resource group: the one that the environment names, or one of its own. */
export class ResourceGroupConcern extends Concern {
  readonly reference: GroupReference;

  constructor(environment: AzureEnvironment, provider: pulumi.ProviderResource) {
    super('azure', 'resource-group', { providers: [provider] });
    const { location, resourceGroup } = environment.spec.cloud;
    if (resourceGroup !== undefined) {
      this.reference = { name: resourceGroup, plainName: resourceGroup, location };
      return;
    }
    const plainName = nameOf(environment, 'azure-native:resources:ResourceGroup', 'plane');
    const group = new ResourceGroup(
      this.named(''),
      { resourceGroupName: plainName, location, tags: { ...tagsOf(environment) } },
      this.keeps(),
    );
    this.reference = { name: group.name, plainName, location };
  }
}

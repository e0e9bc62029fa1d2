import { PrivateZone } from '@pulumi/azure-native/privatedns/privateZone.js';
import { VirtualNetworkLink } from '@pulumi/azure-native/privatedns/virtualNetworkLink.js';
import * as pulumi from '@pulumi/pulumi';
import { AzureConcern } from './azure-concern.ts';
import type { NetworkReference, PrivateZoneKind } from './references.ts';
import type { Site } from './site.ts';

/** Zones in which private endpoints are found. Source: Azure documentation, "Azure Private Endpoint private DNS zone values". */
const zoneNames: Readonly<Record<PrivateZoneKind, string>> = {
  postgres: 'privatelink.postgres.database.azure.com',
  redis: 'privatelink.redis.azure.net',
  blob: 'privatelink.blob.core.windows.net',
  vault: 'privatelink.vaultcore.azure.net',
};

/** Private DNS for what is made here: a zone that was brought is taken as it is, with its links. */
export class PrivateDnsConcern extends AzureConcern {
  readonly zones: Readonly<Partial<Record<PrivateZoneKind, pulumi.Input<string>>>>;

  constructor(site: Site, network: Pick<NetworkReference, 'id'>) {
    super('private-dns', site);
    const { spec } = site.environment;
    const brought = spec.network.type === 'Existing' ? spec.network.privateDnsZoneIds : {};
    const needed: readonly PrivateZoneKind[] = [
      ...(spec.postgres.type === 'New' ? (['postgres'] as const) : []),
      ...(spec.redis.type === 'New' ? (['redis'] as const) : []),
      ...(spec.storage.type === 'New' ? (['blob'] as const) : []),
      ...(spec.encryption.type === 'New' ? (['vault'] as const) : []),
    ];
    this.zones = Object.fromEntries(needed.map((kind) => [kind, brought[kind] ?? this.#zone(kind, network.id)]));
  }

  #zone(kind: PrivateZoneKind, virtualNetworkId: pulumi.Input<string>): pulumi.Output<string> {
    const zone = new PrivateZone(
      this.named(kind),
      { ...this.grouped, tags: this.tags, location: 'global', privateZoneName: zoneNames[kind] },
      this.child(),
    );
    const link = new VirtualNetworkLink(
      this.named(`${kind}-link`),
      {
        ...this.grouped,
        tags: this.tags,
        location: 'global',
        privateZoneName: zone.name,
        virtualNetworkLinkName: this.nameOf('azure-native:privatedns:VirtualNetworkLink', kind),
        virtualNetwork: { id: virtualNetworkId },
        registrationEnabled: false,
      },
      this.child(),
    );
    // Whoever uses the zone also waits for the network to see it. Both at once: a dependency that shows only once the link
    // exists would be none in a saved plan.
    return pulumi.all([zone.id, link.id]).apply(([id]) => id);
  }
}

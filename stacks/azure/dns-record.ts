import { RecordSet } from '@pulumi/azure-native/dns/recordSet.js';
import { PrivateRecordSet } from '@pulumi/azure-native/privatedns/privateRecordSet.js';
import type * as pulumi from '@pulumi/pulumi';
import { partsOf } from './site.ts';

/**
 * The address of a host in a zone that exists, a public or a private one: its id tells which.
 * @throws TypeError if the host is not in the zone.
 */
export function makeAddressRecord(
  logicalName: string,
  zoneId: string,
  hostname: string,
  address: pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const { group, name: zoneName } = partsOf(zoneId);
  if (hostname !== zoneName && !hostname.endsWith(`.${zoneName}`)) {
    throw new TypeError(`spec.entry.hostname: ${hostname} is not in the zone ${zoneName} that spec.entry.dns names`);
  }
  const relativeRecordSetName = hostname === zoneName ? '@' : hostname.slice(0, -zoneName.length - 1);
  const record = { resourceGroupName: group, recordType: 'A', relativeRecordSetName, ttl: 300 };
  const aRecords = [{ ipv4Address: address }];
  return /\/privateDnsZones\//i.test(zoneId)
    ? new PrivateRecordSet(logicalName, { ...record, privateZoneName: zoneName, aRecords }, options)
    : new RecordSet(logicalName, { ...record, zoneName, aRecords }, options);
}

import type { ListedByApi } from '../../../stacks/resource-types/found/found.ts';
import type { StandInCloud } from '../provider/cloud.ts';
import { importFormOf } from '../provider/import-forms.ts';

const typeOf = {
  'google-alert-policies': 'gcp:monitoring/alertPolicy:AlertPolicy',
  'aws-backup-selections': 'aws:backup/selection:Selection',
  'azure-object-replication': 'azure-native:storage:ObjectReplicationPolicy',
} as const satisfies Record<ListedByApi['list'], string>;

/** What the clouds' own lists answer, of the stand-in: ids as the provider reads them. */
export function listedByApi(
  cloud: StandInCloud,
  list: ListedByApi['list'],
  inputs: Readonly<Record<string, unknown>>,
): readonly string[] {
  const within = { 'aws-backup-selections': 'planId', 'azure-object-replication': 'accountName' } as const;
  const key = list === 'google-alert-policies' ? 'displayName' : within[list];
  return cloud
    .objects()
    .filter((object) => object.type === typeOf[list] && object.inputs[key] === inputs[key])
    .map((object) => importFormOf(object) ?? object.id);
}

import type { ListByApi } from '../../../stacks/engine/look-up.ts';
import type { Place } from '../../../stacks/place.ts';
import { isPlainObject } from '../../runtime/canonical-json.ts';
import { awsSettings } from '../../clouds/aws.ts';
import type { RestCall } from '../../clouds/rest.ts';
import type { RestCalls } from '../../clouds/rest-calls.ts';

/** The few lists that no provider has, asked of the cloud itself. What may not be asked throws: nothing is concluded of it. */
export function listByApi(place: Place, { google, azure }: RestCalls): ListByApi {
  return async (list, { inputs = {} }, signal) => {
    switch (list) {
      case 'google-alert-policies':
        return alertPolicies(
          await google(),
          textOf(inputs, 'project', place.account),
          textOf(inputs, 'displayName'),
          signal,
        );
      case 'aws-backup-selections':
        return backupSelections(textOf(inputs, 'region', place.region), textOf(inputs, 'planId'), signal);
      case 'azure-object-replication':
        return objectReplications(
          await azure(),
          `/subscriptions/${place.account}/resourceGroups/${textOf(inputs, 'resourceGroupName')}` +
            `/providers/Microsoft.Storage/storageAccounts/${textOf(inputs, 'accountName')}`,
          signal,
        );
    }
  };
}

/** Source: Cloud Monitoring API v3, projects.alertPolicies.list. */
async function alertPolicies(
  call: RestCall,
  project: string,
  name: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let page = ''; ;) {
    const query = new URLSearchParams({ filter: `display_name=${JSON.stringify(name)}`, pageSize: '500' });
    if (page !== '') query.set('pageToken', page);
    const url = `https://monitoring.googleapis.com/v3/projects/${project}/alertPolicies?${query.toString()}`;
    const answer = await call({ method: 'GET', url }, signal);
    ids.push(...idsAt(answer, 'alertPolicies', 'name'));
    const next = isPlainObject(answer) ? answer['nextPageToken'] : undefined;
    if (typeof next !== 'string' || next === '') return ids;
    page = next;
  }
}

/** Source: AWS Backup API, ListBackupSelections. The provider imports a selection by plan and selection. */
async function backupSelections(region: string, plan: string, signal: AbortSignal): Promise<readonly string[]> {
  const { BackupClient, paginateListBackupSelections } = await import('@aws-sdk/client-backup');
  const client = new BackupClient(awsSettings(region));
  try {
    const ids: string[] = [];
    const pages = paginateListBackupSelections({ client }, { BackupPlanId: plan }, { abortSignal: signal });
    for await (const { BackupSelectionsList = [] } of pages) {
      for (const { SelectionId } of BackupSelectionsList)
        if (SelectionId !== undefined) ids.push(`${plan}|${SelectionId}`);
    }
    return ids;
  } finally {
    client.destroy();
  }
}

/** Source: Azure Storage resource provider, Object Replication Policies - List. */
async function objectReplications(call: RestCall, account: string, signal: AbortSignal): Promise<readonly string[]> {
  const url = `https://management.azure.com${account}/objectReplicationPolicies?api-version=2023-05-01`;
  return idsAt(await call({ method: 'GET', url }, signal), 'value', 'id');
}

function idsAt(answer: unknown, list: string, id: string): readonly string[] {
  const items: unknown = isPlainObject(answer) ? answer[list] : undefined;
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown) => (isPlainObject(item) && typeof item[id] === 'string' ? [item[id]] : []));
}

/** @throws TypeError where it is not known: a list for something else would prove nothing. */
function textOf(inputs: Readonly<Record<string, unknown>>, key: string, otherwise?: string): string {
  const value = inputs[key] ?? otherwise;
  if (typeof value === 'string' && value !== '') return value;
  throw new TypeError(`${key} is not known`);
}

import type { Organization } from '../../api/index.ts';
import type { OrganizationRow, OrganizationSettings } from '../../braintrust/resources/organization.ts';
import type { Change } from '../change.ts';
import { standing, type Decision } from '../handler.ts';
import type { StatusPatch } from '../status.ts';
import { driftOf } from '../stored-secret.ts';
import { verdictOf, type Verdict } from '../verdict.ts';
import { checksOf } from './checks.ts';
import type { OrganizationObserved } from './gather.ts';

/** Names the URL that the organization may be moved to. */
const confirmApiUrl = 'planewright.dev/confirm-api-url';

const bound: Verdict = {
  state: 'ready',
  reason: 'Synced',
  message: 'The organization can be reached and is as declared.',
};

export function decide(resource: Organization, { remote }: OrganizationObserved, nowMs: number): Decision {
  const checks: StatusPatch = { checks: checksOf(resource.spec.checks, nowMs) };
  if (remote.state === 'unknown') return standing(verdictOf(remote.reason), checks);
  if (remote.state === 'provenAbsent') return standing(notSeen(resource), checks);
  const row = remote.value;
  const status: StatusPatch = {
    ...checks,
    remote: { id: row.id },
    organization: { id: row.id, name: row.name, ...(row.apiUrl === undefined ? {} : { apiUrl: row.apiUrl }) },
  };
  const differing = differences(resource, row);
  const drift = Object.keys(differing).map((field) =>
    driftOf(
      `settings.${field}`,
      differing[field as keyof OrganizationSettings],
      row[field as keyof OrganizationSettings],
    ),
  );
  const { apiUrl, ...plain } = differing;
  const common = { reason: 'FieldDiffers' as const, name: row.name, id: row.id };
  const changes: Change[] = [];
  if (Object.keys(plain).length > 0) {
    const fields = Object.keys(plain).map((field) => `settings.${field}`);
    changes.push({ operation: 'organization.patch', ...common, fields, settings: plain });
  }
  const unfinished = apiUrl === undefined ? unfinishedMove(resource, row) : undefined;
  if (unfinished !== undefined) return { verdict: bound, changes: [...changes, unfinished], drift, status };
  if (apiUrl === undefined) return { verdict: bound, changes, drift, status };
  if (resource.metadata.annotations?.[confirmApiUrl] !== apiUrl) {
    return { verdict: unconfirmed(resource, row, apiUrl), changes, drift, status };
  }
  // Last, because afterwards the way that the other changes take may be another one.
  const from = row.apiUrl ?? resource.spec.connection.apiUrl;
  const fields = ['settings.apiUrl'];
  changes.push({ operation: 'organization.move_api_url', ...common, fields, attempt: true, from, to: apiUrl });
  return { verdict: bound, changes, drift, status };
}

/** The URL has been moved, but nobody has seen the new host answer yet. */
function unfinishedMove({ spec, status }: Organization, row: OrganizationRow): Change | undefined {
  const operation = 'organization.move_api_url';
  const to = spec.settings?.apiUrl;
  if (status?.attempt?.operation !== operation || to === undefined) return undefined;
  const from = status.previousApiUrl ?? spec.connection.apiUrl;
  const common = { reason: 'FieldDiffers' as const, name: row.name, id: row.id, fields: ['settings.apiUrl'] };
  return { operation, ...common, attempt: true, resumed: true, from, to };
}

function notSeen({ spec }: Organization): Verdict {
  const name = JSON.stringify(spec.connection.organizationName);
  const message = `The token sees no organization named ${name}. Check spec.connection.organizationName and whose token it is.`;
  return { state: 'stalled', reason: 'OrganizationMissing', message };
}

/** Moving the API URL moves all users at once, so it wants a second word. */
function unconfirmed({ spec }: Organization, row: OrganizationRow, to: string): Verdict {
  const from = row.apiUrl ?? `the hosted plane (${spec.connection.apiUrl})`;
  const message = `The organization uses ${from}; moving it to ${to} moves all its users at once. Set the annotation ${confirmApiUrl} to ${to} to confirm.`;
  return { state: 'stalled', reason: 'ConfirmationNeeded', message };
}

const settingNames = [
  'name',
  'apiUrl',
  'universalApi',
  'dataplanePrivate',
  'proxyUrl',
  'realtimeUrl',
  'imageRenderingMode',
] as const satisfies (keyof OrganizationSettings)[];

/** Declared settings that the organization does not have. What is not declared is left alone. */
function differences({ spec }: Organization, row: OrganizationRow): OrganizationSettings {
  const declared: OrganizationSettings = spec.settings ?? {};
  const differing = settingNames.filter((name) => declared[name] !== undefined && declared[name] !== row[name]);
  return Object.fromEntries(differing.map((name) => [name, declared[name]]));
}

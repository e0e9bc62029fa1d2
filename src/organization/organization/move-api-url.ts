import { BraintrustError } from '../../braintrust/braintrust-error.ts';
import { AdminClient } from '../../braintrust/client.ts';
import { Credential } from '../../braintrust/credential.ts';
import { getOrganization, patchOrganization, type OrganizationRow } from '../../braintrust/resources/organization.ts';
import { abortReason } from '../../runtime/clock.ts';
import { sentenceOf } from '../../runtime/errors.ts';
import { TransportError, type Transport } from '../../runtime/transport.ts';
import type { ChangeOf } from '../change.ts';
import type { Connection, EngineOptions } from '../context.ts';
import { nothing, type Acted } from '../handler.ts';
import type { Way } from '../sessions.ts';
import type { Verdict } from '../verdict.ts';

const confirmations = 3;
const betweenMs = 2_000;

/**
 * Moves an organization to another data plane. The change goes through the old host, and once it is made the new one
 * must answer for the organization; where it does not, the old URL is put back through the old host.
 */
export async function moveApiUrl(
  options: EngineOptions,
  way: Way,
  change: ChangeOf<'organization.move_api_url'>,
  signal: AbortSignal,
): Promise<Acted> {
  const connection: Connection = { ...way.connection, apiUrl: change.to };
  const transport = options.transportFor(connection);
  const target = clientAt(options, way, transport);
  const sick = (await pings(transport, signal)) ?? (await serves(target, change.id, signal));
  if (sick !== undefined && change.resumed !== true) return { ...nothing, verdict: unhealthy(change.to, sick) };
  const moved = await patchOrganization(way.client, change.id, { apiUrl: change.to }, signal);
  const status = { previousApiUrl: change.from, organization: summary(moved) };
  let why = sick;
  for (let turn = 0; turn < confirmations; turn++) {
    if (turn > 0) await options.clock.sleep(betweenMs, signal);
    why = await serves(target, change.id, signal, change.to);
    if (why === undefined) return { status };
  }
  const back = await patchOrganization(way.client, change.id, { apiUrl: change.from }, signal);
  return { status: { organization: summary(back) }, verdict: setBack(change, why ?? 'it does not answer') };
}

export function summary({ id, name, apiUrl }: OrganizationRow): { id: string; name: string; apiUrl?: string } {
  return { id, name, ...(apiUrl === undefined ? {} : { apiUrl }) };
}

/** A credential of its own: what the new host refuses must not be held against the old one. */
function clientAt(options: EngineOptions, way: Way, transport: Transport): AdminClient {
  const { clock, randomness } = options;
  const credential = new Credential({ token: way.client.credential.token, clock });
  return new AdminClient({ transport, credential, clock, randomness });
}

async function pings(transport: Transport, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { status } = await transport({ method: 'GET', path: '/' }, signal);
    return status >= 200 && status < 400 ? undefined : `GET / answered ${status}`;
  } catch (error) {
    if (signal.aborted) throw abortReason(signal);
    if (!(error instanceof TransportError)) throw error;
    return sentenceOf(error);
  }
}

/** Why the host does not serve the organization (and, after the move, does not know of it); undefined where it does. */
async function serves(
  client: AdminClient,
  id: string,
  signal: AbortSignal,
  apiUrl?: string,
): Promise<string | undefined> {
  try {
    const row = await getOrganization(client, id, signal);
    return apiUrl === undefined || row.apiUrl === apiUrl ? undefined : 'it still answers with the old URL';
  } catch (error) {
    if (!(error instanceof BraintrustError)) throw error;
    return error.message;
  }
}

function unhealthy(to: string, why: string): Verdict {
  const message = `The organization was not moved: ${to} does not serve it (${why}). Make that plane healthy; it is tried again.`;
  return { state: 'stalled', reason: 'TargetUnhealthy', message, afterMs: 60_000 };
}

function setBack({ from, to }: ChangeOf<'organization.move_api_url'>, why: string): Verdict {
  const message = `The organization was moved to ${to}, which then did not answer for it (${why}), and was set back to ${from}. Make that plane healthy; it is tried again.`;
  return { state: 'stalled', reason: 'TargetUnhealthy', message, afterMs: 600_000 };
}

import type { Organization } from '../../api/index.ts';
import { BraintrustError } from '../../braintrust/braintrust-error.ts';
import type { AdminClient } from '../../braintrust/client.ts';
import { present, provenAbsent, unknownBecause, type Observation } from '../../braintrust/observation.ts';
import { getOrganization, organizationsNamed, type OrganizationRow } from '../../braintrust/resources/organization.ts';

export interface OrganizationObserved {
  readonly remote: Observation<OrganizationRow>;
}

/** By the id that was bound, so that a rename is seen as one; by name where none was. */
export async function gather(
  resource: Organization,
  client: AdminClient,
  signal: AbortSignal,
): Promise<OrganizationObserved> {
  const id = resource.status?.organization?.id;
  try {
    if (id !== undefined) return { remote: present(await getOrganization(client, id, signal)) };
    const name = resource.spec.connection.organizationName;
    const { rows } = await organizationsNamed(client, name, signal);
    const row = rows.find((other) => other.name === name);
    return { remote: row === undefined ? provenAbsent : present(row) };
  } catch (error) {
    if (!(error instanceof BraintrustError)) throw error;
    return { remote: unknownBecause(error) };
  }
}

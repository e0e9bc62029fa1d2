import type { Condition } from '../../api/index.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { KubeObject } from '../../kube/objects.ts';
import { dependantKinds } from '../../organization/kinds.ts';
import { decideAll, type Decided } from '../diff/decisions.ts';
import { fieldOf } from './found.ts';
import type { Looking } from './looking.ts';
import { part, type DriftedInOrganization, type Part, type Who } from './report.ts';

interface Governed extends KubeObject {
  readonly spec?: { readonly organizationRef?: { readonly name?: string; readonly namespace?: string } };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

/** Where the organization is not as declared, decided as the operator decides it, which only looks here. */
export async function organizationPart(
  environment: Environment,
  looking: Looking,
  signal: AbortSignal,
): Promise<Part<DriftedInOrganization>> {
  const { namespace } = environment.spec.organization;
  const organizations = (looking.snapshot.get('Organization') ?? []).filter(
    ({ metadata }) => metadata.namespace === namespace,
  );
  if (organizations.length === 0) {
    return part([], [`There is no Organization in namespace ${namespace}: planewright install ENV applies it.`]);
  }
  const dependants = dependantKinds.flatMap((kind) => looking.snapshot.get(kind) ?? []) as readonly Governed[];
  const resources: readonly Governed[] = [
    ...organizations,
    ...dependants.filter(
      ({ metadata, spec }) => (spec?.organizationRef?.namespace ?? metadata.namespace) === namespace,
    ),
  ];
  const { readingKube: kube, clock, snapshot, namespaces, transportFor, hashKey } = looking;
  const decided = await decideAll(
    { kube, clock, hashKey: hashKey.hashKey, snapshot, namespaces, transportFor },
    resources,
    signal,
  );
  const seen = decided.map((one, index) => judged(one, resources[index], hashKey.missing));
  return part(
    seen.flatMap(({ drifted }) => drifted ?? []),
    seen.flatMap(({ reason }) => reason ?? []),
  );
}

interface Judged {
  readonly drifted?: DriftedInOrganization;
  /** Why it could not be looked at. */
  readonly reason?: string;
}

/** @param missing Why the operator's hash key is not known: without it a secret looks changed that is not. */
export function judged(decided: Decided, resource: Governed | undefined, missing: string | undefined): Judged {
  const { kind, namespace, name, changes, drift, blocked } = decided;
  const what = `${kind} ${namespace}/${name}`;
  const fight = blocked?.reason === 'Fight' || isFought(resource);
  if (changes.length === 0 && drift.length === 0 && !fight) {
    return blocked === undefined ? {} : { reason: `${what}: ${blocked.reason}: ${blocked.message}` };
  }
  const onlySecret = drift.length > 0 && drift.every(({ field }) => field === 'secretRef');
  if (missing !== undefined && onlySecret && !fight)
    return { reason: `${what}: its secret was not compared: ${missing}.` };
  const by = drift.find((one) => one.by !== undefined)?.by;
  const who: Who =
    by === undefined
      ? { known: false, reason: "the vendor's API does not say; its audit log may (Settings > Audit log, Enterprise)" }
      : { known: true, principal: by, event: 'changed' };
  return {
    drifted: {
      kind,
      namespace,
      name,
      fields: drift.map(fieldOf),
      changes: changes.map(({ sentence }) => sentence),
      fight,
      who,
    },
  };
}

/** What the operator has found over time, which one look cannot. */
function isFought(resource: Governed | undefined): boolean {
  const drifted = resource?.status?.conditions?.find(({ type }) => type === 'Drifted');
  return drifted?.status === 'True' && drifted.reason === 'Fight';
}

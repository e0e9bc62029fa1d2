import type { Path } from '../../../src/api/documents/problem.ts';
import { canonicalJson, isPlainObject, sameJson } from '../../../src/runtime/canonical-json.ts';
import type { Environment } from '../schema/environment.ts';
import type { CheckFinding } from './check.ts';

/** One setting that a live environment cannot take back. */
interface OneWay {
  readonly path: Path;
  /** Whether the step from what was to what shall be is allowed. Both are there and differ. */
  readonly allows: (before: unknown, after: unknown) => boolean;
  readonly reason: string;
}

const never = (): boolean => false;
const upwards = (before: unknown, after: unknown): boolean => compareParts(after, before) > 0;
const along =
  (...steps: readonly string[]) =>
  (before: unknown, after: unknown): boolean =>
    steps.indexOf(String(after)) > steps.indexOf(String(before));

const field = (path: string, allows: OneWay['allows'], reason: string): OneWay => ({
  path: path.split('.'),
  allows,
  reason,
});

/** What holds data, or is part of the identity of what does. Storage: the same rules as the DataPlane's own. */
const oneWays: readonly OneWay[] = [
  field('metadata.name', never, 'is the first part of every name in the cloud: everything would be made anew'),
  field('spec.mode', never, 'says who runs the plane: that is a move to another plane, not a change'),
  field('spec.cloud.provider', never, 'never changes: that is a move to another plane'),
  field('spec.cloud.accountId', never, 'never changes: everything would be made anew, without its data'),
  field('spec.cloud.project', never, 'never changes: everything would be made anew, without its data'),
  field('spec.cloud.subscriptionId', never, 'never changes: everything would be made anew, without its data'),
  field('spec.cloud.region', never, 'never changes: everything would be made anew, without its data'),
  field('spec.cloud.location', never, 'never changes: everything would be made anew, without its data'),
  field('spec.network.type', never, 'cannot change under what stands in the network'),
  field('spec.network.cidr', never, 'cannot change under what stands in the network'),
  field('spec.kubernetes.type', never, 'cannot change: the plane would have to move'),
  field('spec.kubernetes.version', upwards, 'only goes up: Kubernetes has no way back'),
  field('spec.kubernetes.controlPlaneCidr', never, 'cannot change on a cluster that exists'),
  field('spec.postgres.type', never, 'would leave the data in the database that was'),
  field('spec.postgres.version', upwards, 'only goes up: a major version has no way back'),
  field('spec.postgres.storageGiB', upwards, 'only goes up: disks do not shrink'),
  field('spec.storage.type', never, 'would leave the data in the buckets that were'),
  field('spec.storage.brainstore', never, 'would leave the data in the bucket that was'),
  field('spec.storage.responses', never, 'would leave the data in the bucket that was'),
  field('spec.storage.codeBundles', never, 'would leave the data in the bucket that was'),
  field('spec.storage.api', never, 'would leave the data in the bucket that was'),
  field('spec.storage.accountId', never, 'would leave the data in the account that was'),
  field('spec.encryption.type', never, 'never changes: what the key encrypted would be lost'),
  field('spec.encryption.keyArn', never, 'never changes: what the key encrypted would be lost'),
  field('spec.encryption.key', never, 'never changes: what the key encrypted would be lost'),
  field('spec.encryption.vaultId', never, 'never changes: what its keys encrypted would be lost'),
  field('spec.plane.namespace', never, 'is part of the trust of the cloud identities, and where the plane runs'),
  field('spec.plane.storage.locks', never, 'is immutable: two kinds of locks on one plane corrupt data'),
  field(
    'spec.plane.storage.walFooterVersion',
    along('None', 'v1', 'v3'),
    'can only go up: older versions cannot read what a newer one wrote',
  ),
  field('spec.plane.storage.skipPostgres', along('None', 'All'), 'can be turned on but not off again'),
  field('spec.vendor.externalId', never, 'is chosen once: the vendor presents it with every call'),
];

/** The settings that `after` takes back though `before` is live. Both are whole environments, profiles filled in. */
export function oneWayProblems(before: Environment, after: Environment): readonly CheckFinding[] {
  return oneWays.flatMap(({ path, allows, reason }) => {
    const [was, shall] = [valueAt(before, path), valueAt(after, path)];
    if (was === undefined || shall === undefined || sameJson(was, shall) || allows(was, shall)) return [];
    return [
      {
        path,
        reason: `cannot go from ${canonicalJson(was)} to ${canonicalJson(shall)}: it ${reason}`,
        next: 'set it back',
      },
    ];
  });
}

function valueAt(environment: Environment, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (isPlainObject(value) ? value[String(step)] : undefined), environment);
}

/** Numbers and dotted versions, part by part. */
function compareParts(a: unknown, b: unknown): number {
  const [left, right] = [a, b].map((value) => String(value).split('.').map(Number));
  for (let index = 0; index < Math.max(left?.length ?? 0, right?.length ?? 0); index += 1) {
    const order = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

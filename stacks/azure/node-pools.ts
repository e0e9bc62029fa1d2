import type { SelfHostedAzureSpec } from '../environment/schema/azure.ts';

type NewCluster = Extract<SelfHostedAzureSpec['kubernetes'], { type: 'New' }>;

/** One pool of nodes in one zone. */
export interface ZonalPool {
  /** Name in the cluster: at most twelve letters and digits. */
  readonly name: string;
  readonly role: PoolRole;
  readonly zone: string;
  readonly size: string;
  readonly min: number;
  readonly max: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly string[];
  readonly mode: 'System' | 'User';
  readonly osDisk: 'Ephemeral' | 'Managed';
}

type PoolRole = 'system' | 'services' | 'brainstore';

/** Label by which pods find their nodes. */
export const poolLabel = 'planewright.dev/pool';

/** Keeps every other pod off the nodes with local NVMe. The vendor's pools have no taints. */
export const brainstoreTaint = { key: poolLabel, value: 'brainstore', effect: 'NoSchedule' } as const;

/** Keeps pods of people off the nodes that AKS needs for itself. Source: AKS documentation, "Use system node pools". */
const systemTaint = 'CriticalAddonsOnly=true:NoSchedule';

/**
 * A pool for each role and zone, so that each has its own way out and the autoscaler can add a node where a volume is.
 * Numbers of the environment are divided among zones, rounded up.
 */
export function zonalPools(cluster: NewCluster, zones: readonly string[]): readonly ZonalPool[] {
  const roles: readonly PoolRole[] = ['system', 'services', 'brainstore'];
  return roles.flatMap((role) => {
    const { instanceType, min, max } = cluster[role];
    return zones.map((zone) => ({
      name: `${role}${zone}`,
      role,
      zone,
      size: instanceType,
      min: Math.ceil(min / zones.length),
      max: Math.ceil(max / zones.length),
      labels: { [poolLabel]: role },
      taints: taintsOf(role),
      mode: role === 'system' ? ('System' as const) : ('User' as const),
      osDisk: osDiskOf(role, instanceType),
    }));
  });
}

function taintsOf(role: PoolRole): readonly string[] {
  if (role === 'system') return [systemTaint];
  if (role === 'services') return [];
  const { key, value, effect } = brainstoreTaint;
  return [`${key}=${value}:${effect}`];
}

/**
 * An ephemeral system disk is faster and leaves nothing behind, but it takes the local disk: where that is the cache of
 * Brainstore, or where there is none (no `d` in the name of the size), the system disk is a managed one.
 */
function osDiskOf(role: PoolRole, size: string): 'Ephemeral' | 'Managed' {
  return role !== 'brainstore' && /^Standard_[A-Z]+[0-9]+[a-z]*d[a-z]*_v/.test(size) ? 'Ephemeral' : 'Managed';
}

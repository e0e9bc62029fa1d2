import { createHash } from 'node:crypto';
import { must } from '../../../src/runtime/must.ts';
import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import { awsMachine } from '../machines.ts';

type PoolName = 'services' | 'readers' | 'writers';

/** Label and taint that keep Brainstore on its nodes and everything else off them. */
export const brainstoreNode = { key: 'planewright.dev/brainstore', value: 'true' } as const;
/** Tells the pools of Brainstore apart, for whoever wants its roles apart. */
export const poolLabel = 'planewright.dev/pool';

export interface Pool {
  readonly name: PoolName;
  readonly instanceType: string;
  readonly min: number;
  readonly max: number;
  readonly amiType: 'AL2023_ARM_64_STANDARD' | 'AL2023_x86_64_STANDARD';
  readonly brainstore: boolean;
  /**
   * Changes with everything that makes AWS replace the group: its successor has another name and can exist before it goes.
   * With one fixed name all nodes would go first.
   */
  readonly role: string;
}

type NewCluster = Extract<AwsEnvironment['spec']['kubernetes'], { type: 'New' }>;

/**
 * Node groups of a cluster.
 * @throws TypeError if a machine is not known, or has no local NVMe where Brainstore needs it.
 */
export function poolsOf(environment: AwsEnvironment, kubernetes: NewCluster): readonly Pool[] {
  const { cloud, network } = environment.spec;
  const where = network.type === 'New' ? cloud.zones : network.privateSubnetIds;
  return (['services', 'readers', 'writers'] as const).map((name) => {
    const { instanceType, min, max } = kubernetes[name];
    const brainstore = name !== 'services';
    const machine = must(awsMachine(instanceType), `kubernetes.${name}.instanceType ${instanceType} is in the table`);
    if (brainstore && machine.nvmeGb === 0) {
      throw new TypeError(`kubernetes.${name}.instanceType ${instanceType} has no local NVMe, which Brainstore needs`);
    }
    const amiType = machine.architecture === 'arm64' ? 'AL2023_ARM_64_STANDARD' : 'AL2023_x86_64_STANDARD';
    const digest = createHash('sha256').update(where.join(',')).digest('hex').slice(0, 6);
    return {
      name,
      instanceType,
      min,
      max,
      amiType,
      brainstore,
      role: `${name}-${instanceType.replace('.', '-')}-${digest}`,
    };
  });
}

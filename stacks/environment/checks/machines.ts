import { awsMachine } from '../../aws/machines.ts';
import { azureMachine } from '../../azure/machines.ts';
import { googleMachine, localSsdGiB } from '../../google/machines.ts';
import type { Cloud } from '../../../src/dataplane/contract/components.ts';
import type { Environment } from '../schema/environment.ts';

/** What a machine type has, as far as Brainstore cares. */
export interface Machine {
  readonly vcpus: number;
  readonly memoryGiB: number;
  /** Local NVMe, in GB of 10⁹ bytes. */
  readonly nvmeGb: number;
}

/** The machine of that name on the environment's cloud; undefined where the cloud's table does not know it. */
export function machineOf({ spec }: Environment, name: string): Machine | undefined {
  return spec.mode === 'SaaS' ? undefined : machines[spec.cloud.provider](name);
}

const machines: Readonly<Record<Cloud, (name: string) => Machine | undefined>> = {
  aws: awsMachine,
  google: (name) => {
    const machine = googleMachine(name);
    return machine && { ...machine, nvmeGb: decimal(machine.localSsds * localSsdGiB) };
  },
  azure: (name) => {
    const machine = azureMachine(name);
    return machine && { ...machine, nvmeGb: decimal(machine.nvmeGiB) };
  },
};

/** GiB in GB. */
function decimal(gibibytes: number): number {
  return (gibibytes * 1024 ** 3) / 1e9;
}

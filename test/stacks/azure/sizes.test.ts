import { describe, expect, it } from 'vitest';
import { parseQuantity } from '../../../src/api/quantity.ts';
import { must } from '../../../src/runtime/must.ts';
import { brainstoreRoles } from '../../../src/dataplane/contract/components.ts';
import { profiles } from '../../../stacks/environment/schema/common.ts';
import { azureMachine, azureMachineNames } from '../../../stacks/azure/machines.ts';
import { zonalPools } from '../../../stacks/azure/node-pools.ts';
import { environmentOf } from './environments.ts';

const gib = (quantity: string | number): number => Number(parseQuantity(quantity)) / 1000 / 2 ** 30;

describe('sizes on Azure', () => {
  it.each(profiles)('of %s: each pod of Brainstore has a node, fits on it, and its cache fits the disk', (profile) => {
    const { kubernetes, plane } = environmentOf({ profile }).spec;
    if (kubernetes.type !== 'New') throw new Error('the profile makes a cluster');
    const machine = must(azureMachine(kubernetes.brainstore.instanceType), 'the profile takes a size of the table');
    let pods = 0;
    for (const role of brainstoreRoles) {
      const { replicas, resources, cache } = plane.brainstore[role];
      pods += replicas;
      expect(Number(resources.requests?.cpu)).toBeLessThan(machine.vcpus);
      expect(gib(resources.requests?.memory ?? 0)).toBeLessThan(machine.memoryGiB * 0.9);
      expect(gib(cache.size)).toBeLessThanOrEqual(machine.nvmeGiB * 0.9);
      expect(gib(cache.size)).toBeLessThan(gib(cache.volumeSize));
      expect(gib(cache.volumeSize)).toBeLessThanOrEqual(machine.nvmeGiB);
      // So that no second pod lands beside it.
      expect(gib(cache.volumeSize) * 2).toBeGreaterThan(machine.nvmeGiB);
    }
    expect(kubernetes.brainstore.min).toBeGreaterThanOrEqual(pods);
    expect(kubernetes.brainstore.max).toBeGreaterThanOrEqual(pods * 2);
  });

  it('let caches follow the nodes that an environment chooses', () => {
    const { plane } = environmentOf({
      spec: { kubernetes: { brainstore: { instanceType: 'Standard_L16s_v3' } } },
    }).spec;
    expect(plane.brainstore.reader.cache).toMatchObject({ size: '3039Gi', volumeSize: '3397Gi' });
  });

  it('are those whose names Azure knows', () => {
    for (const name of azureMachineNames) expect(name).toMatch(/^Standard_[A-Z][0-9]+d?s_v[0-9]$/);
    expect(azureMachine('Standard_D16s_v6')).toBeUndefined();
  });

  it('divide a pool among zones without losing a node, and keep the cache off the system disk', () => {
    const { kubernetes, cloud } = environmentOf().spec;
    if (kubernetes.type !== 'New') throw new Error('the profile makes a cluster');
    const pools = zonalPools(kubernetes, cloud.zones);
    const brainstore = pools.filter(({ role }) => role === 'brainstore');
    expect(brainstore.map(({ zone, min, max, osDisk }) => [zone, min, max, osDisk])).toEqual([
      ['1', 2, 4, 'Managed'],
      ['2', 2, 4, 'Managed'],
      ['3', 2, 4, 'Managed'],
    ]);
    for (const { name } of pools) expect(name.length).toBeLessThanOrEqual(12);
  });
});

import { describe, expect, it } from 'vitest';
import { must } from '../../../src/runtime/must.ts';
import { profiles } from '../../../stacks/environment/schema/common.ts';
import { googleMachine, localSsdGiB } from '../../../stacks/google/machines.ts';
import { googleEnvironment } from './google-environment.ts';

/** GiB of `375Gi`, cores of `16`. */
const amount = (text: unknown) => Number(/^([0-9]+)(Gi)?$/.exec(String(text))?.[1]);

const rolesOf = (environment: ReturnType<typeof googleEnvironment>) =>
  Object.values(environment.spec.plane.brainstore).map(({ replicas, resources, cache }) => ({
    replicas,
    cpu: amount(resources.requests?.cpu),
    memory: amount(resources.requests?.memory),
    disk: amount(cache.volumeSize),
    cache: amount(cache.size),
  }));

describe.each(profiles)('profile %s on Google Cloud', (profile) => {
  it('fills in all that the schema wants, for Autopilot unless Standard is asked for', () => {
    expect(googleEnvironment({ profile }).spec.kubernetes.type).toBe('Autopilot');
    const standard = googleEnvironment({ profile, kubernetes: { type: 'Standard' } });
    expect(standard.spec.kubernetes).toMatchObject({ type: 'Standard', endpoint: { access: 'Private' } });
  });

  it('asks for disk in whole local SSDs, and caches on nine tenths of it at most', () => {
    for (const { disk, cache } of rolesOf(googleEnvironment({ profile }))) {
      expect(disk % localSsdGiB).toBe(0);
      expect(cache).toBeLessThanOrEqual(0.9 * disk);
    }
  });

  it('has pools of machines that the pods of Brainstore fit on, with room for a rollout of the largest role', () => {
    const environment = googleEnvironment({ profile, kubernetes: { type: 'Standard' } });
    const { kubernetes } = environment.spec;
    if (kubernetes.type !== 'Standard') throw new TypeError('it was asked for');
    const machine = must(googleMachine(kubernetes.brainstore.instanceType), 'its type is in the table');
    const roles = rolesOf(environment);
    for (const { cpu, memory, disk } of roles) {
      expect(cpu).toBeLessThan(machine.vcpus);
      expect(memory).toBeLessThan(machine.memoryGiB);
      expect(disk).toBeLessThanOrEqual(machine.localSsds * localSsdGiB);
    }
    const pods = roles.reduce((sum, { replicas }) => sum + replicas, 0);
    const surge = Math.max(...roles.map(({ replicas }) => replicas));
    expect(kubernetes.brainstore.min).toBeGreaterThanOrEqual(pods);
    expect(kubernetes.brainstore.max).toBeGreaterThanOrEqual(pods + surge);
  });
});

describe('defaults of a profile', () => {
  it('puts the control plane at the end of whatever network is given', () => {
    const { kubernetes } = googleEnvironment({ network: { cidr: '10.32.0.0/18' } }).spec;
    expect(kubernetes).toMatchObject({ controlPlaneCidr: '10.32.63.240/28' });
  });

  it.each([
    ['us-central1', 'us-central1-a'],
    ['us-east1', 'us-east1-b'],
    ['europe-west1', 'europe-west1-b'],
  ])('names three zones that %s has', (region, first) => {
    const cloud = { provider: 'google', project: 'acme-planes', projectNumber: '1', region };
    const { zones } = googleEnvironment({ cloud }).spec.cloud;
    expect(zones).toHaveLength(3);
    expect(zones[0]).toBe(first);
  });
});

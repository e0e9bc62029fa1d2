import { describe, expect, it } from 'vitest';
import { podThatFills } from '../../../stacks/aws/allocatable.ts';
import { awsMachine, defaultNvmeFamily, defaultZones, nvmeFamilies } from '../../../stacks/aws/machines.ts';
import { profiles } from '../../../stacks/environment/schema/common.ts';
import { must } from '../../../src/runtime/must.ts';
import { awsEnvironment } from './data-services.ts';
import { existingCluster, existingNetwork } from './whole-plan.ts';

const machine = (type: string) => must(awsMachine(type), `${type} is in the table`);

describe('the table of machines', () => {
  it('knows what the vendor runs Brainstore on', () => {
    expect(machine('c8gd.4xlarge')).toEqual({ vcpus: 16, memoryGiB: 32, nvmeGb: 950, architecture: 'arm64' });
    expect(machine('c8gd.8xlarge')).toEqual({ vcpus: 32, memoryGiB: 64, nvmeGb: 1900, architecture: 'arm64' });
  });

  it('tells machines with local disks from machines without', () => {
    expect(machine('m8g.2xlarge').nvmeGb).toBe(0);
    for (const family of nvmeFamilies) expect(machine(`${family}.xlarge`).nvmeGb, family).toBeGreaterThan(0);
  });

  it.each(['c8gd', 'c8gd.gigantic', 'constructor.large', 'c8gd.32xlarge', ''])('does not know %j', (type) => {
    expect(awsMachine(type)).toBeUndefined();
  });

  it('uses the vendor’s family where the vendor is, and the oldest of its shape elsewhere', () => {
    expect(defaultNvmeFamily('us-east-1')).toBe('c8gd');
    expect(defaultNvmeFamily('eu-central-1')).toBe('c6gd');
    expect(defaultZones('ca-central-1', 3)).toEqual(['ca-central-1a', 'ca-central-1b', 'ca-central-1d']);
  });
});

describe('a pod that fills its node', () => {
  it.each(nvmeFamilies.flatMap((family) => ['xlarge', '2xlarge'].map((size) => `${family}.${size}`)))(
    'asks for less than %s has, and caches at most nine tenths of its disk',
    (type) => {
      const { vcpus, memoryGiB, nvmeGb } = machine(type);
      const { cpu, memory, volumeSize, cacheSize } = podThatFills(machine(type));
      expect(Number.parseInt(cpu, 10)).toBeLessThan(vcpus * 1000);
      expect(Number.parseInt(cpu, 10)).toBeGreaterThan(vcpus * 700);
      expect(Number.parseInt(memory, 10)).toBeLessThan(memoryGiB);
      const diskGiB = (nvmeGb * 1e9) / 2 ** 30;
      expect(Number.parseInt(volumeSize, 10)).toBeLessThan(diskGiB);
      expect(Number.parseInt(cacheSize, 10)).toBeLessThanOrEqual(0.9 * diskGiB);
      expect(Number.parseInt(cacheSize, 10)).toBeLessThan(Number.parseInt(volumeSize, 10));
    },
  );
});

describe.each(profiles)('the profile %s', (profile) => {
  it('fills in everything that a person need not write, for any region', () => {
    for (const region of ['us-east-1', 'eu-central-1', 'ca-central-1']) {
      const { cloud } = awsEnvironment({ profile, cloud: { region, zones: [`${region}a`, `${region}b`] } }).spec;
      expect(cloud.zones).toHaveLength(2);
    }
  });

  it('lets nobody from outside reach the API server of the cluster', () => {
    expect(awsEnvironment({ profile }).spec.kubernetes).toMatchObject({ endpoint: { access: 'Private' } });
  });

  it('has a node for every Brainstore pod, and pods that fit on it', () => {
    const { kubernetes, plane } = awsEnvironment({ profile }).spec;
    if (kubernetes.type === 'Existing') throw new TypeError('a profile makes its cluster');
    const { reader, fastReader, writer } = plane.brainstore;
    expect(kubernetes.readers.min).toBe(reader.replicas + fastReader.replicas);
    expect(kubernetes.writers.min).toBe(writer.replicas);
    for (const [role, pool] of [
      [reader, kubernetes.readers],
      [fastReader, kubernetes.readers],
      [writer, kubernetes.writers],
    ] as const) {
      const { cpu, memory, volumeSize } = podThatFills(machine(pool.instanceType));
      expect(role.resources.requests).toEqual({ cpu, memory });
      expect(role.cache.volumeSize).toBe(volumeSize);
      expect(role.nodeSelector).toBeDefined();
    }
  });
});

it('moves nodes with pods, and pods with machines, where a file sets one of them', () => {
  const { kubernetes, plane } = awsEnvironment({
    kubernetes: { readers: { instanceType: 'i4i.8xlarge' } },
    plane: { brainstore: { reader: { replicas: 5 } } },
  }).spec;
  expect(kubernetes).toMatchObject({ readers: { min: 7, max: 14 } });
  expect(plane.brainstore.reader.cache.volumeSize).toBe(podThatFills(machine('i4i.8xlarge')).volumeSize);
  expect(plane.brainstore.writer.cache.volumeSize).toBe(podThatFills(machine('c8gd.8xlarge')).volumeSize);
});

it('leaves the sizes of pods to the DataPlane on a cluster that exists', () => {
  const { plane } = awsEnvironment({ ...existingNetwork, ...existingCluster }).spec;
  expect(plane.brainstore.reader.resources.requests).toEqual({ cpu: '16', memory: '32Gi' });
  expect(plane.brainstore.reader.nodeSelector).toBeUndefined();
});

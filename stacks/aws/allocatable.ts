import type { AwsMachine } from './machines.ts';

/** What one pod that has a node to itself can ask for. */
export interface PodSize {
  readonly cpu: string;
  readonly memory: string;
  /** Ephemeral storage to ask for. */
  readonly volumeSize: string;
  /** Cache to tell Brainstore, with room for what it exceeds it by. */
  readonly cacheSize: string;
}

/**
 * Size of a Brainstore pod that fills a node, as EKS's AL2023 image reckons what a node has to give: kubelet's share by
 * cores and by pods, what DaemonSets need, and a disk of which a tenth must stay free or the kubelet evicts. A pod of the
 * size of the machine would wait for ever. Sources: amazon-eks-ami, nodeadm `kubelet` (reservation) and
 * `eni-max-pods.txt`; Kubernetes documentation, "Node-pressure Eviction" (nodefs.available<10%).
 */
export function podThatFills(machine: AwsMachine): PodSize {
  const cpu = machine.vcpus * 1000 - reservedMillicores(machine.vcpus) - daemons.millicores;
  // Firmware and kernel hold about a twenty-fifth of what the type is sold with.
  const memoryMiB = machine.memoryGiB * 1024 * 0.96 - reservedMiB(machine.vcpus) - evictionMiB - daemons.memoryMiB;
  const diskGiB = ((machine.nvmeGb * 1e9) / 2 ** 30) * fileSystemShare * 0.9 - 1;
  const volume = floorTo(diskGiB, 10);
  return {
    cpu: `${floorTo(cpu, 500)}m`,
    memory: `${floorTo(memoryMiB / 1024, 1)}Gi`,
    volumeSize: `${volume}Gi`,
    cacheSize: `${floorTo(volume * 0.9, 10)}Gi`,
  };
}

const daemons = { millicores: 250, memoryMiB: 256 };
const evictionMiB = 100;
const fileSystemShare = 0.98;

function reservedMillicores(vcpus: number): number {
  const shares = [60, 10, 5, 5];
  return Array.from({ length: vcpus }, (_, core) => shares[core] ?? 2.5).reduce((sum, share) => sum + share, 0);
}

function reservedMiB(vcpus: number): number {
  const maxPods = vcpus <= 2 ? 29 : vcpus <= 8 ? 58 : vcpus <= 48 ? 234 : 737;
  return 255 + 11 * maxPods;
}

function floorTo(value: number, step: number): number {
  return Math.floor(value / step) * step;
}

/** A virtual machine size with local NVMe disks. */
export interface AzureMachine {
  readonly vcpus: number;
  readonly memoryGiB: number;
  /** All local NVMe disks together, as Azure Container Storage joins them. */
  readonly nvmeGiB: number;
  readonly disks: number;
}

const ddsv6 = (vcpus: number, disks: number, diskGiB: number): AzureMachine => ({
  vcpus,
  memoryGiB: vcpus * 4,
  nvmeGiB: disks * diskGiB,
  disks,
});
const edsv6 = (vcpus: number, disks: number, diskGiB: number): AzureMachine => ({
  ...ddsv6(vcpus, disks, diskGiB),
  memoryGiB: vcpus * 8,
});
/** One disk of 1.92 TB for every eight cores. */
const lsv3 = (vcpus: number): AzureMachine => ({
  vcpus,
  memoryGiB: vcpus * 8,
  nvmeGiB: (vcpus / 8) * 1788,
  disks: vcpus / 8,
});

/**
 * Sizes that Brainstore may run on: those whose temporary disks are local NVMe without a file system, which Azure
 * Container Storage takes over. Source: Azure documentation, "Ddsv6", "Edsv6" and "Lsv3 sizes series", tables
 * of local storage.
 */
const machines: Readonly<Record<string, AzureMachine>> = {
  Standard_D2ds_v6: ddsv6(2, 1, 110),
  Standard_D4ds_v6: ddsv6(4, 1, 220),
  Standard_D8ds_v6: ddsv6(8, 1, 440),
  Standard_D16ds_v6: ddsv6(16, 2, 440),
  Standard_D32ds_v6: ddsv6(32, 4, 440),
  Standard_D48ds_v6: ddsv6(48, 6, 440),
  Standard_D64ds_v6: ddsv6(64, 4, 880),
  Standard_D96ds_v6: ddsv6(96, 6, 880),
  Standard_E2ds_v6: edsv6(2, 1, 110),
  Standard_E4ds_v6: edsv6(4, 1, 220),
  Standard_E8ds_v6: edsv6(8, 1, 440),
  Standard_E16ds_v6: edsv6(16, 2, 440),
  Standard_E32ds_v6: edsv6(32, 4, 440),
  Standard_E48ds_v6: edsv6(48, 6, 440),
  Standard_E64ds_v6: edsv6(64, 4, 880),
  Standard_L8s_v3: lsv3(8),
  Standard_L16s_v3: lsv3(16),
  Standard_L32s_v3: lsv3(32),
  Standard_L48s_v3: lsv3(48),
  Standard_L64s_v3: lsv3(64),
  Standard_L80s_v3: lsv3(80),
};

/** Names of the sizes that carry local NVMe, smallest first within a series. */
export const azureMachineNames: readonly string[] = Object.keys(machines);

/** Undefined for a size without local NVMe, or one that is not listed. */
export function azureMachine(size: string): AzureMachine | undefined {
  return Object.hasOwn(machines, size) ? machines[size] : undefined;
}

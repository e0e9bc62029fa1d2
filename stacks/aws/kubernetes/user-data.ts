/**
 * What a node is told at its start. All local disks become one, and kubelet and containerd live on it: that is how a pod's
 * `ephemeral-storage` comes to be NVMe. AL2023 reads this besides what EKS adds. Source: amazon-eks-ami, nodeadm, API
 * reference (LocalStorageOptions); EKS User Guide, "Customize managed nodes with launch templates".
 */
export function brainstoreUserData(): string {
  const document = [
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="planewright"',
    '',
    '--planewright',
    'Content-Type: application/node.eks.aws',
    '',
    '---',
    'apiVersion: node.eks.aws/v1alpha1',
    'kind: NodeConfig',
    'spec:',
    '  instance:',
    '    localStorage:',
    '      strategy: RAID0',
    '',
    '--planewright--',
    '',
  ].join('\n');
  return Buffer.from(document).toString('base64');
}

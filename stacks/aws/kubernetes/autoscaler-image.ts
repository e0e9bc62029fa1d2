/** Image of the autoscaler that belongs to a version of Kubernetes: the minor of both is the same. */
export function autoscalerImage(version: string): string {
  return `registry.k8s.io/autoscaling/cluster-autoscaler:v${version}.0`;
}

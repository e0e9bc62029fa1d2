export function container(name: string): Record<string, unknown> {
  return { name, image: 'nginx' };
}

/** A Deployment `d`, its pods as given. */
export function deployment(
  spec: Record<string, unknown>,
  containers: unknown[] = [container('web')],
): Record<string, unknown> {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd' },
    spec: {
      selector: { matchLabels: { app: 'd' } },
      template: { metadata: { labels: { app: 'd' } }, spec: { containers } },
      ...spec,
    },
  };
}

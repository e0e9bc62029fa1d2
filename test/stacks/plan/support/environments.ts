import { resolveEnvironment } from '../../../../stacks/environment/resolve.ts';
import type { ByocAwsEnvironment, SaasEnvironment } from '../../../../stacks/environment/schema/environment.ts';

/** The smallest environment that has a cloud: what the tests of a run need, whatever the program does. */
export function smallEnvironment(name = 'acme'): ByocAwsEnvironment {
  return resolveEnvironment({
    apiVersion: 'environment.planewright.dev/v1alpha1',
    kind: 'Environment',
    metadata: { name },
    spec: {
      mode: 'BYOC',
      cloud: {
        provider: 'aws',
        accountId: '123456789012',
        region: 'us-east-1',
        zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
      },
      organization: { name: 'Acme' },
      alarms: { enabled: false },
      vendor: { externalId: 'b0000000-0000-4000-8000-000000000001' },
    },
  }) as ByocAwsEnvironment;
}

export function saasEnvironment(): SaasEnvironment {
  return resolveEnvironment({
    apiVersion: 'environment.planewright.dev/v1alpha1',
    kind: 'Environment',
    metadata: { name: 'acme' },
    spec: { mode: 'SaaS', organization: { name: 'Acme' } },
  }) as SaasEnvironment;
}

import { resolveEnvironment } from '../environment/resolve.ts';
import type { Environment } from '../environment/schema/environment.ts';

/**
 * One environment of each kind, by which docs/permissions is written and releases are compared. Their names stand for
 * those of any environment.
 */
export function referenceEnvironments(): Readonly<Record<string, Environment>> {
  return Object.fromEntries(
    Object.entries(documents).map(([kind, spec]) => [
      kind,
      resolveEnvironment({
        apiVersion: 'environment.planewright.dev/v1alpha1',
        kind: 'Environment',
        metadata: { name: 'environment' },
        spec: { organization: { name: 'Organization' }, ...spec },
      }),
    ]),
  );
}

const selfHosted = {
  mode: 'SelfHosted',
  profile: 'production',
  version: '2.9.0',
  entry: { hostname: 'plane.example.com' },
};
const byoc = { mode: 'BYOC', alarms: { enabled: true } };
const onAws = { provider: 'aws', accountId: '111122223333', region: 'us-east-1' };
const onGoogle = {
  provider: 'google',
  project: 'example-project',
  projectNumber: '111122223333',
  region: 'us-central1',
};
const zones = (front: string): readonly string[] => ['a', 'b', 'c'].map((letter) => `${front}${letter}`);

const documents: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'SelfHosted/aws': {
    ...selfHosted,
    cloud: onAws,
  },
  'SelfHosted/google': { ...selfHosted, cloud: onGoogle },
  'SelfHosted/azure': {
    ...selfHosted,
    cloud: {
      provider: 'azure',
      subscriptionId: '00000000-0000-4000-8000-000000000000',
      tenantId: '00000000-0000-4000-8000-000000000001',
      location: 'eastus2',
    },
    entry: {
      ...selfHosted.entry,
      certificate: {
        vaultId:
          '/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/example/providers/Microsoft.KeyVault/vaults/example',
        name: 'plane',
      },
    },
  },
  'BYOC/aws': {
    ...byoc,
    cloud: { ...onAws, zones: zones('us-east-1') },
    vendor: {
      externalId: '00000000-0000-4000-8000-000000000002',
      diagnosticsWindow: { from: '2026-01-01T00:00:00Z', reason: 'Shows what diagnostics may do while they are open.' },
    },
  },
  'BYOC/google': {
    ...byoc,
    cloud: { ...onGoogle, zones: zones('us-central1-') },
    vendor: {
      bridgeServiceAccount: 'bridge@vendor-project.iam.gserviceaccount.com',
      supportGroup: 'support@vendor.example',
      diagnosticsWindow: { from: '2026-01-01T00:00:00Z', reason: 'Shows what diagnostics may do while they are open.' },
    },
  },
};

import { describe, expect, it } from 'vitest';
import { apis } from '../../../stacks/google/apis.ts';
import { existing, ofType, planOfSpec, resource } from './google-environment.ts';

const planned = planOfSpec();

describe('cluster on Google Cloud', () => {
  it('has private nodes as an account of their own, Secrets under the key, and identities for pods', async () => {
    const { inputs } = resource(await planned, 'kubernetes-cluster');
    expect(inputs).toMatchObject({
      enableAutopilot: true,
      deletionProtection: true,
      databaseEncryption: { state: 'ENCRYPTED' },
      workloadIdentityConfig: { workloadPool: 'acme-planes.svc.id.goog' },
      gatewayApiConfig: { channel: 'CHANNEL_STANDARD' },
      releaseChannel: { channel: 'REGULAR' },
      clusterAutoscaling: {
        autoProvisioningDefaults: { serviceAccount: 'acme-nodes@acme-planes.iam.gserviceaccount.com' },
      },
    });
  });

  it('lets named networks alone reach a public API server', async () => {
    const endpoint = { access: 'Public', authorizedCidrs: ['192.0.2.0/24'] };
    const { inputs } = resource(
      await planOfSpec({ kubernetes: { type: 'Autopilot', endpoint } }),
      'kubernetes-cluster',
    );
    expect(inputs['privateClusterConfig']).toMatchObject({ enablePrivateNodes: true, enablePrivateEndpoint: false });
    expect(inputs['masterAuthorizedNetworksConfig']).toEqual({
      cidrBlocks: [{ cidrBlock: '192.0.2.0/24', displayName: 'authorized-1' }],
      gcpPublicCidrsAccessEnabled: false,
    });
  });

  it('of type Standard has shielded nodes, and upgrades them one by one, a new one first', async () => {
    const plan = await planOfSpec({ kubernetes: { type: 'Standard' } });
    expect(resource(plan, 'kubernetes-cluster').inputs).toMatchObject({
      datapathProvider: 'ADVANCED_DATAPATH',
      enableShieldedNodes: true,
      removeDefaultNodePool: true,
    });
    for (const pool of ofType(plan, 'gcp:container/nodePool:NodePool')) {
      expect(pool.inputs['upgradeSettings']).toEqual({ strategy: 'SURGE', maxSurge: 1, maxUnavailable: 0 });
    }
  });

  it('runs nodes of a brought network in its ranges', async () => {
    const { inputs } = resource(await planOfSpec({ network: existing.network }), 'kubernetes-cluster');
    expect(inputs).toMatchObject({
      network: existing.network.network,
      subnetwork: existing.network.subnetwork,
      ipAllocationPolicy: { clusterSecondaryRangeName: 'pods', servicesSecondaryRangeName: 'services' },
    });
  });
});

describe('APIs of Google Cloud', () => {
  it('are switched on before anything uses them, and stay on', async () => {
    const plan = await planOfSpec({ backups: { region: 'us-east1' } });
    const services = ofType(plan, 'gcp:projects/service:Service');
    expect(services.map(({ inputs }) => inputs['service']).toSorted()).toEqual(
      apis.map((api) => `${api}.googleapis.com`).toSorted(),
    );
    expect(services.every(({ inputs }) => inputs['disableOnDestroy'] === false)).toBe(true);
    const urns = new Set(services.map(({ urn }) => urn));
    for (const { type, name, dependencies } of plan.resources) {
      if (!type.startsWith('gcp:') || type === 'gcp:projects/service:Service') continue;
      expect(
        dependencies.some((urn) => urns.has(urn)),
        name,
      ).toBe(true);
    }
  });
});

describe('network on Google Cloud', () => {
  it('refuses what no rule lets in, and keeps a log of it', async () => {
    const plan = await planned;
    expect(resource(plan, 'network-deny').inputs).toMatchObject({
      priority: 65_534,
      denies: [{ protocol: 'all' }],
      sourceRanges: ['0.0.0.0/0'],
      logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
    });
    const open = ofType(plan, 'gcp:compute/firewall:Firewall').filter(({ inputs }) => 'allows' in inputs);
    expect(open.map(({ inputs }) => inputs['sourceRanges'])).toEqual([['35.191.0.0/16', '130.211.0.0/22']]);
  });

  it('keeps flow logs unless it is a sandbox', async () => {
    expect(resource(await planned, 'network-nodes').inputs['logConfig']).toBeDefined();
    expect(resource(await planOfSpec({ profile: 'sandbox' }), 'network-nodes').inputs['logConfig']).toBeUndefined();
  });
});

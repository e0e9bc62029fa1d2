import { describe, expect, it } from 'vitest';
import { googleOutputs } from '../../../stacks/outputs.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { googleWeaknesses } from '../../../stacks/weaknesses/google.ts';
import { weaknessIds } from '../../../stacks/weaknesses/weakness.ts';
import { googleEnvironment, ofType, planOfSpec, resource } from './google-environment.ts';

type Id = (typeof weaknessIds.google)[number];

/** What shows on a plan that a weakness is closed; or, where it is declined, that it is as the table says. */
const shown: Readonly<Record<Id, (plan: Plan) => void>> = {
  'public-control-plane': (plan) => {
    const { inputs } = resource(plan, 'kubernetes-cluster');
    expect(inputs['privateClusterConfig']).toMatchObject({ enablePrivateEndpoint: true, enablePrivateNodes: true });
    expect(inputs['masterAuthorizedNetworksConfig']).toMatchObject({ gcpPublicCidrsAccessEnabled: false });
  },
  'redis-plaintext': (plan) => {
    expect(resource(plan, 'redis-instance').inputs).toMatchObject({
      authEnabled: true,
      connectMode: 'PRIVATE_SERVICE_ACCESS',
      transitEncryptionMode: 'DISABLED',
    });
  },
  'outputs-not-marked-secret': (plan) => {
    const text = JSON.stringify(plan.outputs);
    for (const secret of ['password', 'authString', '[secret]']) expect(text).not.toContain(secret);
  },
  'hmac-off-crashes': (plan) => {
    expect(plan.resources.filter(({ type }) => /hmac/i.test(type))).toEqual([]);
  },
  'maintenance-day-ignored': (plan) => {
    const text = JSON.stringify(resource(plan, 'kubernetes-cluster').inputs['maintenancePolicy']);
    expect(text).toContain('BYDAY=SA,SU');
    expect(resource(plan, 'postgres-instance').inputs['settings']).toMatchObject({
      maintenanceWindow: { day: 6, hour: 3 },
    });
  },
  'key-can-be-destroyed': (plan) => {
    const key = resource(plan, 'encryption-data', ':CryptoKey');
    expect(key.protect).toBe(true);
    expect(key.inputs).toMatchObject({ destroyScheduledDuration: '2592000s', rotationPeriod: '31536000s' });
  },
  'authoritative-bindings': (plan) => {
    expect(plan.resources.filter(({ type }) => /iam(binding|policy)/i.test(type))).toEqual([]);
  },
  'no-secret-store': (plan) => {
    expect(ofType(plan, 'gcp:secretmanager/secret:Secret').map(({ name }) => name)).toEqual([
      'postgres-url',
      'redis-url',
      'secrets-function-secret-key',
      'secrets-license-key',
    ]);
  },
  'no-function-secret': (plan) => {
    const made = resource(plan, 'secrets-function-secret-key', ':RandomPassword');
    expect(made.inputs).toMatchObject({ length: 32, special: false });
    expect(made.protect).toBe(true);
    const version = resource(plan, 'secrets-function-secret-key', ':SecretVersion');
    expect(version.inputs['secretData']).toBe('[secret]');
  },
  'no-entry': (plan) => {
    const { clusterObjects } = googleOutputs.parse(plan.outputs);
    expect(clusterObjects.map(({ kind }) => kind)).toEqual([
      'Gateway',
      'HTTPRoute',
      'GCPGatewayPolicy',
      'GCPBackendPolicy',
      'HealthCheckPolicy',
    ]);
    expect(clusterObjects[3]).toMatchObject({ spec: { default: { timeoutSec: 3600 } } });
  },
  'no-dns': (plan) => {
    const { dnsRecords } = googleOutputs.parse(plan.outputs);
    expect(dnsRecords.map(({ type }) => type)).toEqual(['A', 'CNAME']);
  },
  'no-certificate': (plan) => {
    expect(resource(plan, 'certificate-api').inputs['managed']).toMatchObject({ domains: ['braintrust.acme.example'] });
  },
  'private-services-race': (plan) => {
    const connection = resource(plan, 'network-private-services', ':Connection').urn;
    for (const name of ['postgres-instance', 'redis-instance']) {
      expect(resource(plan, name).dependencies).toContain(connection);
    }
  },
  'name-longer-than-service-account': (plan) => {
    for (const { physicalName = '' } of ofType(plan, 'gcp:serviceaccount/account:Account')) {
      expect(physicalName).toMatch(/^[a-z][-a-z0-9]{4,28}[a-z0-9]$/);
    }
  },
  'seqscan-off-everywhere': (plan) => {
    expect(JSON.stringify(resource(plan, 'postgres-instance').inputs)).toContain(
      '{"name":"enable_seqscan","value":"off"}',
    );
  },
  'no-standard-node-pools': () => undefined,
  'no-cluster-outputs': (plan) => {
    expect(plan.outputs).toMatchObject({
      clusterName: 'acme-plane',
      clusterEndpoint: expect.stringMatching(/^https:/) as string,
      clusterCertificateAuthority: expect.any(String) as string,
    });
  },
  'no-code-isolation': () => {
    expect(googleEnvironment().spec.plane.api.codeExecution).toBe('Disabled');
  },
  'no-support-path': (plan) => {
    for (const { name, inputs } of plan.resources.filter(({ type }) => type.endsWith('IAMMember'))) {
      expect(inputs['member'], name).toMatch(/acme-planes[.]|(service|project)-123456789012@/);
    }
  },
  'no-plan-tests': (plan) => expect(plan.resources.length).toBeGreaterThan(0),
};

describe('weaknesses of the Google module', () => {
  const planned = planOfSpec();

  it('are all in the table, once each', () => {
    expect(googleWeaknesses.map(({ id }) => id).toSorted()).toEqual([...weaknessIds.google].toSorted());
  });

  it.each(googleWeaknesses)('$id: $how', async ({ id }) => {
    shown[id](await planned);
  });

  it('no-standard-node-pools: has a pool with local SSD that nothing but Brainstore runs on', async () => {
    const plan = await planOfSpec({ kubernetes: { type: 'Standard' } });
    const { inputs } = resource(plan, 'kubernetes-brainstore');
    expect(inputs['nodeConfig']).toMatchObject({
      ephemeralStorageLocalSsdConfig: { localSsdCount: 10 },
      taints: [{ key: 'planewright.dev/pool', value: 'brainstore', effect: 'NO_SCHEDULE' }],
      taintConfig: { architectureTaintBehavior: 'NONE' },
      workloadMetadataConfig: { mode: 'GKE_METADATA' },
    });
    expect(plan.outputs).toMatchObject({
      brainstoreNodeSelector: { 'planewright.dev/pool': 'brainstore' },
      brainstoreTolerations: [{ key: 'planewright.dev/pool', value: 'brainstore' }],
    });
  });

  it('seqscan-off-everywhere: can be turned on again', async () => {
    const plan = await planOfSpec({ postgres: { sequentialScans: true } });
    expect(JSON.stringify(resource(plan, 'postgres-instance').inputs)).toContain(
      '{"name":"enable_seqscan","value":"on"}',
    );
  });
});

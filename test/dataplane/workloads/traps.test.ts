import { describe, expect, it } from 'vitest';
import { must } from '../../../src/runtime/must.ts';
import { clouds, planeContext } from '../support/planes.ts';
import { allObjects, containerOf, environmentOf, find, podSpecOf } from '../support/rendered.ts';

const podLabels = (context: Parameters<typeof find>[0], name: string) =>
  find(context, 'Deployment', name).spec.template.metadata?.labels;
const podAnnotations = (context: Parameters<typeof find>[0], name: string) =>
  find(context, 'Deployment', name).spec.template.metadata?.annotations;

describe('traps of the vendor chart that our rendering does not have', () => {
  it('points the API at the Brainstore of its own namespace, whichever that is', () => {
    const environment = environmentOf(planeContext({}, { namespace: 'elsewhere' }), 'braintrust-api');
    expect(environment.get('BRAINSTORE_URL')).toBe('http://brainstore-reader.elsewhere:4000');
    expect(environment.get('BRAINSTORE_FAST_READER_URL')).toBe('http://brainstore-fastreader.elsewhere:4000');
    expect(environment.get('BRAINSTORE_WRITER_URL')).toBe('http://brainstore-writer.elsewhere:4000');
  });

  it('keeps the selector label, whatever labels the user adds', () => {
    const context = planeContext({ api: { podLabels: { app: 'mine', team: 'data' } } });
    expect(podLabels(context, 'braintrust-api')).toMatchObject({ app: 'braintrust-api', team: 'data' });
  });

  it('writes no identity annotation where there is no identity', () => {
    const { provider, aws } = clouds.aws as Extract<typeof clouds.aws, { provider: 'aws' }>;
    const context = planeContext({ cloud: { provider, aws: { ...aws, apiRoleArn: undefined } } });
    expect(find(context, 'ServiceAccount', 'braintrust-api').metadata.annotations).toBeUndefined();
    expect(find(context, 'ServiceAccount', 'brainstore').metadata.annotations).toEqual({
      'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/brainstore',
    });
  });

  it('rolls the pods of a component when a secret that it is given changes, and no others', () => {
    const before = planeContext();
    const after = planeContext({}, { secretHashes: { ...before.secretHashes, api: 'api-2' } });
    expect(podAnnotations(after, 'braintrust-api')).not.toEqual(podAnnotations(before, 'braintrust-api'));
    expect(podAnnotations(after, 'brainstore-reader')).toEqual(podAnnotations(before, 'brainstore-reader'));
  });

  it('rolls the pods when their ConfigMap changes', () => {
    const quieter = planeContext({ brainstore: { reader: { verbose: false } } });
    expect(podAnnotations(quieter, 'brainstore-reader')).not.toEqual(
      podAnnotations(planeContext(), 'brainstore-reader'),
    );
    expect(podAnnotations(quieter, 'brainstore-writer')).toEqual(podAnnotations(planeContext(), 'brainstore-writer'));
  });

  it('rolls the API when its CA bundle changes', () => {
    const api = { customCa: { name: 'ca', key: 'bundle.pem' } };
    const [one, two] = ['1', '2'].map((customCaHash) => planeContext({ api }, { customCaHash }));
    expect(podAnnotations(must(one, 'first'), 'braintrust-api')).not.toEqual(
      podAnnotations(must(two, 'second'), 'braintrust-api'),
    );
  });

  it('does not roll pods because a deadline of the rollout changed', () => {
    const patient = planeContext({ rollout: { stepDeadline: '2h', migrationDeadline: '5h' } });
    expect(find(patient, 'Deployment', 'braintrust-api').spec.template).toEqual(
      find(planeContext(), 'Deployment', 'braintrust-api').spec.template,
    );
  });

  it('does not double the large pods during a rollout', () => {
    for (const name of ['brainstore-reader', 'brainstore-fastreader', 'brainstore-writer']) {
      expect(find(planeContext(), 'Deployment', name).spec.strategy?.rollingUpdate).toEqual({
        maxSurge: 1,
        maxUnavailable: 0,
      });
    }
  });

  it('does not let the user replace a variable of the contract', () => {
    const extraEnv = [
      { name: 'BRAINSTORE_URL', value: 'http://nowhere' },
      { name: 'AWS_PROFILE', value: 'mine' },
    ];
    const environment = environmentOf(planeContext({ api: { extraEnv } }), 'braintrust-api');
    expect(environment.get('BRAINSTORE_URL')).toBe('http://brainstore-reader.acme:4000');
    expect(environment.get('AWS_PROFILE')).toBe('mine');
  });
});

describe('the pods of a plane', () => {
  it.each(['braintrust-api', 'braintrust-api-migration', 'brainstore-reader', 'brainstore-writer'])(
    'run %s unprivileged, without root, on a read-only root with a /tmp of its own',
    (name) => {
      const pod = podSpecOf(planeContext(), name);
      expect(pod.automountServiceAccountToken).toBe(false);
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      const container = containerOf(planeContext(), name);
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.volumeMounts).toContainEqual({ name: 'tmp', mountPath: '/tmp' });
    },
  );

  it('are spread over zones and nodes, and drained one at a time', () => {
    const keys = podSpecOf(planeContext(), 'brainstore-reader').topologySpreadConstraints?.map(
      (one) => one.topologyKey,
    );
    expect(keys).toEqual(['topology.kubernetes.io/zone', 'kubernetes.io/hostname']);
    expect(find(planeContext(), 'PodDisruptionBudget', 'brainstore-writer').spec.maxUnavailable).toBe(1);
  });

  it('migrate with one pod that serves nobody, reads its own ConfigMap and never runs twice', () => {
    const { spec } = find(planeContext(), 'Deployment', 'braintrust-api-migration');
    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(spec.template.metadata?.labels?.['app']).toBe('braintrust-api-migration');
    expect(containerOf(planeContext(), 'braintrust-api-migration').envFrom).toEqual([
      { configMapRef: { name: 'braintrust-api-migration' } },
    ]);
  });

  it('let only the API, Brainstore and named clients reach Brainstore', () => {
    const brainstoreClients = { matchLabels: { team: 'support' } };
    const { spec } = find(planeContext({ network: { brainstoreClients } }), 'NetworkPolicy', 'brainstore');
    const from = spec.ingress?.[0]?.from;
    expect(from?.[0]?.podSelector?.matchExpressions?.[0]?.values).toContain('braintrust-api');
    expect(from?.[1]).toEqual({ podSelector: brainstoreClients });
    expect(allObjects(planeContext({ network: { policies: 'None' } })).map((object) => object.kind)).not.toContain(
      'NetworkPolicy',
    );
  });
});

describe('the cache of Brainstore', () => {
  const cacheOf = (cloud: keyof typeof clouds) => {
    const context = planeContext({ cloud: clouds[cloud] });
    const pod = podSpecOf(context, 'brainstore-reader');
    return {
      volume: pod.volumes?.find((volume) => volume.name === 'cache-volume'),
      requests: containerOf(context, 'brainstore-reader').resources?.requests,
      nodeSelector: pod.nodeSelector,
      labels: podLabels(context, 'brainstore-reader'),
    };
  };

  it('is a directory of the node on AWS, whose disk is reserved', () => {
    const { volume, requests, nodeSelector } = cacheOf('aws');
    expect(volume?.emptyDir).toEqual({});
    expect(requests).toEqual({ cpu: '16', memory: '32Gi', 'ephemeral-storage': '1000Gi' });
    expect(nodeSelector).toBeUndefined();
  });

  it('is on local SSD on GKE Autopilot', () => {
    const { requests, nodeSelector, labels } = cacheOf('google');
    expect(requests?.['ephemeral-storage']).toBe('1000Gi');
    expect(nodeSelector).toEqual({
      'cloud.google.com/machine-family': 'c4',
      'cloud.google.com/gke-ephemeral-storage-local-ssd': 'true',
      'cloud.google.com/compute-class': 'Performance',
    });
    expect(labels).toMatchObject({ 'gke-workload-identity/use': 'true' });
  });

  it('is a claim on local NVMe on Azure', () => {
    const { volume, requests, labels } = cacheOf('azure');
    expect(volume?.ephemeral?.volumeClaimTemplate?.spec).toMatchObject({
      storageClassName: 'local',
      resources: { requests: { storage: '1000Gi' } },
    });
    expect(requests).not.toHaveProperty('ephemeral-storage');
    expect(labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
  });
});

describe('the API on Google', () => {
  it('uses its own identity, or speaks S3 with a key, never both', () => {
    const { google } = clouds.google as Extract<typeof clouds.google, { provider: 'google' }>;
    const native = environmentOf(planeContext({ cloud: clouds.google }), 'braintrust-api');
    expect(native.get('ENABLE_GCS_AUTH')).toBe('true');
    expect(native.has('AWS_ENDPOINT_URL')).toBe(false);
    const hmacKey = {
      accessKeyId: { name: 'plane', key: 'id' },
      secretAccessKey: { name: 'plane', key: 'secret' },
      region: 'europe-west1',
    };
    const interop = environmentOf(
      planeContext({ cloud: { provider: 'google', google: { ...google, hmacKey } } }),
      'braintrust-api',
    );
    expect(interop.get('AWS_REGION')).toBe('europe-west1');
    expect(interop.get('AWS_ACCESS_KEY_ID')).toBe('secret braintrust-secrets/GCS_ACCESS_KEY_ID');
    expect(interop.has('ENABLE_GCS_AUTH')).toBe(false);
  });
});

describe('image overrides', () => {
  it('move the repository with the version, and pin by digest', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const images = { api: { repository: 'mirror.example/api' }, brainstore: { tag: 'v2.9.1', digest } };
    expect(containerOf(planeContext({ images }), 'braintrust-api').image).toBe('mirror.example/api:v2.9.0');
    expect(containerOf(planeContext({ images }), 'brainstore-reader').image).toBe(
      `public.ecr.aws/braintrust/brainstore:v2.9.1@${digest}`,
    );
  });
});

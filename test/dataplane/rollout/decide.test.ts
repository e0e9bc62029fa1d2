import { describe, expect, it } from 'vitest';
import { describeChange } from '../../../src/dataplane/rollout/changes.ts';
import { World } from '../support/world.ts';

const minute = 60_000;

function running(version = '2.8.0'): World {
  const world = new World({ version });
  world.settle();
  world.log.length = 0;
  return world;
}

const condition = (world: World, type: string) => world.status?.conditions?.find((one) => one.type === type);
const deploymentsTouched = (world: World) =>
  world.log.flatMap((change) =>
    change.action === 'apply' && change.object.kind === 'Deployment' ? [change.object.metadata.name] : [],
  );

describe('a first rollout', () => {
  it('goes secrets, readers, writer, one migrating pod, API, and ends Ready', () => {
    const world = new World({ version: '2.8.0' });
    const phases: string[] = [];
    for (let turn = 0; turn < 40; turn += 1) {
      const { phase } = world.pass();
      if (phases.at(-1) !== phase) phases.push(phase);
      world.deployments.run();
      world.now += 5_000;
    }
    expect(phases).toEqual(['Secrets', 'Readers', 'Writer', 'Migration', 'Api', 'Ready']);
    expect(deploymentsTouched(world)).toEqual([
      'brainstore-reader',
      'brainstore-fastreader',
      'brainstore-writer',
      'braintrust-api-migration',
      'braintrust-api',
    ]);
    expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: '2.8.0', readyOnce: true });
    expect(world.status?.history).toMatchObject([{ version: '2.8.0', result: 'Succeeded' }]);
    expect(world.status?.targetVersion).toBeUndefined();
    expect(condition(world, 'Ready')).toMatchObject({ status: 'True', reason: 'Running' });
    expect(condition(world, 'Reconciling')).toMatchObject({ status: 'False' });
  });

  it('removes the migrating pod when all is done, and nothing else', () => {
    const world = running();
    expect(world.has('Deployment', 'braintrust-api-migration')).toBe(false);
    expect(world.has('ConfigMap', 'braintrust-api-migration')).toBe(false);
    expect(world.status?.inventory).toHaveLength(world.objects.size);
  });

  it('then writes nothing and changes no word of its status', () => {
    const world = running();
    const before = structuredClone(world.status);
    world.now += 60 * minute;
    expect(world.pass().changes).toEqual([]);
    expect(world.status).toEqual(before);
  });
});

describe('an upgrade', () => {
  it('moves one component after the other, the API last', () => {
    const world = running();
    world.declare({ version: '2.9.0' });
    world.settle();
    expect(deploymentsTouched(world)).toEqual([
      'brainstore-reader',
      'brainstore-fastreader',
      'brainstore-writer',
      'braintrust-api-migration',
      'braintrust-api',
    ]);
    expect(world.status).toMatchObject({ currentVersion: '2.9.0', phase: 'Ready' });
    expect(world.status?.history?.map((entry) => entry.version)).toEqual(['2.9.0', '2.8.0']);
  });

  it('shows what comes before it comes, and does it in no other way', () => {
    const world = running();
    world.declare({ version: '2.9.0' });
    const { changes, upcoming } = world.look();
    expect(changes.map(describeChange)[0]).toContain('update Deployment brainstore-reader');
    expect(changes.map(describeChange)[0]).toContain('v2.8.0 → public.ecr.aws/braintrust/brainstore:v2.9.0');
    expect(upcoming.map(describeChange).join()).toContain('update Deployment braintrust-api');
  });

  it('waits until old Brainstore pods are gone, not only until new ones are ready', () => {
    const world = running();
    world.deployments.slowToStop.add('brainstore-writer');
    world.declare({ version: '2.9.0' });
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Migration', targetVersion: '2.9.0', currentVersion: '2.8.0' });
    expect(condition(world, 'Reconciling')?.message).toMatch(
      /older Brainstore pod.*brainstore-writer-\d+ \(2\.8\.0, terminating\)/,
    );
    expect(world.image('braintrust-api')).toBe('v2.8.0');
    expect(world.has('Deployment', 'braintrust-api-migration')).toBe(false);
    world.deployments.slowToStop.clear();
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: '2.9.0' });
  });

  it('does not let the writer write before old readers are gone', () => {
    const world = running();
    world.deployments.slowToStop.add('brainstore-fastreader');
    world.declare({ version: '2.9.0' });
    world.settle();
    expect(world.status?.phase).toBe('Writer');
    expect(world.image('brainstore-writer')).toBe('v2.8.0');
  });

  it('starts no API pod while the migrating one is not ready', () => {
    const world = running();
    world.deployments.neverReady.add('braintrust-api-migration');
    world.declare({ version: '2.9.0' });
    world.settle();
    expect(world.status?.phase).toBe('Migration');
    expect(world.image('braintrust-api-migration')).toBe('v2.9.0');
    expect(world.image('braintrust-api')).toBe('v2.8.0');
  });

  it('goes from one version to the next, never two at once', () => {
    const world = running();
    world.deployments.slowToStop.add('brainstore-writer');
    world.declare({ version: '2.9.0' });
    world.settle();
    world.declare({ version: '2.10.0' });
    world.settle();
    expect(world.status).toMatchObject({ targetVersion: '2.9.0', phase: 'Migration' });
    expect(condition(world, 'Ready')?.message).toContain('Version 2.10.0 comes after it.');
    world.deployments.slowToStop.clear();
    world.settle();
    expect(world.status?.currentVersion).toBe('2.10.0');
    expect(world.status?.history?.map(({ version, result }) => [version, result])).toEqual([
      ['2.10.0', 'Succeeded'],
      ['2.9.0', 'Succeeded'],
      ['2.8.0', 'Succeeded'],
    ]);
  });

  it('can be given up while only readers have changed', () => {
    const world = running();
    world.deployments.neverReady.add('brainstore-reader');
    world.declare({ version: '2.9.0' });
    world.settle();
    world.declare({ version: '2.8.0' });
    world.deployments.neverReady.clear();
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: '2.8.0' });
    expect(world.image('brainstore-reader')).toBe('v2.8.0');
    expect(world.image('brainstore-writer')).toBe('v2.8.0');
  });

  it('watches for the time of soaking before it counts as done', () => {
    const world = running();
    world.declare({ version: '2.9.0', rollout: { soak: '10m' } });
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Soak', currentVersion: '2.8.0' });
    world.now += 10 * minute;
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: '2.9.0' });
  });
});

describe('refusals', () => {
  it('refuses to go back, and keeps what runs', () => {
    const world = running('2.9.0');
    world.declare({ version: '2.8.0' });
    world.settle();
    expect(world.log).toEqual([]);
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'DowngradeRefused' });
    expect(condition(world, 'Ready')?.message).toContain('Set spec.version to 2.9.0 or to a newer release.');
  });

  it('refuses images in which the API is newer than Brainstore', () => {
    const world = running();
    world.declare({ images: { api: { tag: 'v2.9.0' } } });
    world.settle();
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'ApiNewerThanBrainstore' });
    expect(world.log).toEqual([]);
  });

  it.each([
    ['CacheLargerThanVolume', { brainstore: { writer: { cache: { size: '1000Gi', volumeSize: '1000Gi' } } } }],
    ['VariableOfTheContract', { api: { extraEnv: [{ name: 'BRAINSTORE_URL', value: 'http://x' }] } }],
  ])('says %s where the spec cannot work', (reason, changes) => {
    const world = running();
    world.declare(changes);
    world.settle();
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason });
    expect(world.log).toEqual([]);
  });

  it('leaves another plane of the namespace alone, and says whose it is', () => {
    const world = running();
    for (const object of world.objects.values()) {
      (object.metadata.labels as Record<string, string>)['planewright.dev/owner-name'] = 'first';
    }
    world.settle();
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'Conflict' });
    expect(condition(world, 'Ready')?.message).toContain('belongs to DataPlane first');
    expect(world.log).toEqual([]);
  });

  it('takes over a plane of the vendor chart, unless the policy refuses', () => {
    const world = running();
    for (const [key, object] of world.objects) {
      const { name, namespace, uid, generation } = { namespace: '', uid: '', generation: 0, ...object.metadata };
      world.objects.set(key, { ...object, metadata: { name, namespace, uid, generation } });
    }
    world.status = undefined;
    world.declare({ policy: { adoption: 'Refuse' } });
    world.settle();
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'AlreadyExists' });
    expect(world.log).toEqual([]);
    world.declare({ policy: { adoption: 'Adopt' } });
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: '2.8.0' });
    expect(world.templates('braintrust-api')).toBe(1);
  });
});

describe('secrets', () => {
  it('rolls every component once, in order, when a secret changes', () => {
    const world = running();
    world.secret = 'secret-2';
    world.settle();
    expect(world.log[0]).toMatchObject({ action: 'applySecret', reason: 'Changed' });
    expect(deploymentsTouched(world)).toEqual([
      'brainstore-reader',
      'brainstore-fastreader',
      'brainstore-writer',
      'braintrust-api',
    ]);
  });

  it('finishes in order when a secret changes half way, and asks each component for it once', () => {
    const world = running();
    world.deployments.slowToStop.add('brainstore-writer');
    world.declare({ version: '2.9.0' });
    world.settle();
    world.secret = 'secret-2';
    world.deployments.slowToStop.clear();
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: '2.9.0' });
    // Created, then version, then secret; what was not due yet when the secret changed takes both at once.
    expect(world.templates('brainstore-reader')).toBe(3);
    expect(world.templates('braintrust-api')).toBe(2);
  });

  it('changes nothing while a source is incomplete, and says which', () => {
    const world = running();
    world.secretsState = {
      state: 'incomplete',
      problems: ['Secret plane, key postgres is not there (needed as PG_URL)'],
    };
    world.declare({ version: '2.9.0' });
    world.settle();
    expect(world.log).toEqual([]);
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'SecretIncomplete' });
    expect(condition(world, 'Ready')?.message).toContain('Secret plane, key postgres is not there');
  });

  it('makes a function secret key once, for a plane that never ran', () => {
    const world = new World();
    world.secretsState = { state: 'functionSecretKeyAbsent' };
    world.settle();
    expect(world.log.filter((change) => change.action === 'makeFunctionSecretKey')).toHaveLength(1);
    expect(world.status?.phase).toBe('Ready');
  });

  it('never makes a new one for a plane that ran, not even when the status was lost', () => {
    const world = running();
    world.secretsState = { state: 'functionSecretKeyAbsent' };
    world.settle();
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'FunctionSecretKeyLost' });
    world.status = undefined;
    world.settle();
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'FunctionSecretKeyLost' });
    expect(world.log).toEqual([]);
  });

  it('does not give the pods another function secret key unless somebody says so', () => {
    const world = running();
    world.functionSecretKey = 'function-2';
    world.settle();
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'FunctionSecretKeyChanged' });
    expect(world.log).toEqual([]);
    world.annotations = { 'planewright.dev/confirm-function-secret-key': 'function-2' };
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', secrets: { functionSecretKeyHash: 'function-2' } });
  });
});

describe('what cannot be seen', () => {
  it('rolls nothing, deletes nothing, and leaves a running plane Ready', () => {
    const world = running();
    world.declare({ version: '2.9.0' });
    world.clusterUnknown = 'not permitted to list deployments';
    expect(world.pass().changes).toEqual([]);
    expect(condition(world, 'Ready')?.status).toBe('True');
    expect(condition(world, 'Synced')).toMatchObject({ status: 'Unknown', reason: 'ClusterUnread' });
    world.clusterUnknown = undefined;
    world.secretsState = { state: 'unknown', reason: 'Secret plane, key redis: not permitted' };
    expect(world.pass().changes).toEqual([]);
    expect(condition(world, 'Ready')?.status).toBe('True');
    expect(world.log).toEqual([]);
  });

  it('does not call a plane unready because nobody could ask it', () => {
    const world = running();
    world.answers = {
      version: { state: 'unknown', reason: 'refused' },
      query: { state: 'unknown', reason: 'refused' },
    };
    world.settle();
    expect(condition(world, 'Ready')).toMatchObject({ status: 'True' });
    expect(condition(world, 'Ready')?.message).toContain('Not verified: its version (refused)');
  });

  it('does call it unready when an answer speaks against it', () => {
    const world = running();
    world.answers = {
      version: { state: 'present', value: '2.7.0' },
      query: { state: 'present', value: { works: true } },
    };
    world.settle();
    expect(condition(world, 'Ready')).toMatchObject({ status: 'False', reason: 'Verify' });
    world.answers = {
      version: { state: 'present', value: '2.8.0' },
      query: { state: 'present', value: { works: false, sentence: 'Brainstore is too old' } },
    };
    world.settle();
    expect(condition(world, 'Ready')?.message).toContain('A query fails: Brainstore is too old');
    expect(world.log).toEqual([]);
  });
});

describe('the organization', () => {
  const byReference = { organizations: undefined, organizationRef: { name: 'acme' } };
  const bound = {
    state: 'present' as const,
    value: { status: { organization: { id: '0d2a35c8-6d36-4ab8-bf2c-2f6f0a4c5c11', name: 'Acme' } } },
  };

  it('gives the plane its name and id', () => {
    const world = new World(byReference);
    world.organization = bound;
    world.settle();
    const data = world.object('ConfigMap', 'braintrust-api') as unknown as { data: Record<string, string> };
    expect(data.data).toMatchObject({ ORG_NAME: 'Acme', ALLOWED_ORG_IDS: bound.value.status.organization.id });
  });

  it('is waited for, and its absence later changes nothing', () => {
    const world = new World(byReference);
    expect(world.settle().changes).toEqual([]);
    expect(condition(world, 'Ready')).toMatchObject({ status: 'False', reason: 'OrganizationMissing' });
    world.organization = bound;
    world.settle();
    world.log.length = 0;
    world.organization = { state: 'present', value: {} };
    world.settle();
    expect(condition(world, 'Ready')).toMatchObject({ reason: 'OrganizationNotReady' });
    expect(world.log).toEqual([]);
  });
});

describe('who else changes things', () => {
  it('sets a changed API Deployment back in the middle of a rollout, to what is due then', () => {
    const world = running();
    world.deployments.slowToStop.add('brainstore-writer');
    world.declare({ version: '2.9.0' });
    world.settle();
    world.log.length = 0;
    world.edit('Deployment', 'braintrust-api', (object) => {
      object.spec.template.spec.containers[0].image = 'public.ecr.aws/braintrust/standalone-api:v2.9.0';
      object.spec.replicas = 1;
    });
    world.pass();
    expect(world.image('braintrust-api')).toBe('v2.8.0');
    expect(world.log.map(describeChange)).toEqual([
      expect.stringContaining('set Deployment braintrust-api back (spec.replicas: 1 → 4'),
    ]);
    expect(condition(world, 'Drifted')).toMatchObject({ status: 'True' });
    expect(world.status?.drift).toContainEqual({
      field: 'Deployment/braintrust-api spec.replicas',
      desired: '4',
      observed: '1',
    });
    world.deployments.slowToStop.clear();
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: '2.9.0' });
    expect(condition(world, 'Drifted')).toMatchObject({ status: 'False' });
  });

  it('sets a Service back without calling the plane unready', () => {
    const world = running();
    world.edit('Service', 'braintrust-api', (object) => (object.spec.type = 'LoadBalancer'));
    world.pass();
    expect(world.object('Service', 'braintrust-api').spec).toMatchObject({ type: 'ClusterIP' });
    expect(condition(world, 'Ready')?.status).toBe('True');
    expect(condition(world, 'Drifted')?.status).toBe('True');
    world.settle();
    expect(condition(world, 'Drifted')?.status).toBe('False');
  });

  it('brings a deleted API Deployment back at the version that runs, before its turn', () => {
    const world = running();
    world.deployments.slowToStop.add('brainstore-reader');
    world.declare({ version: '2.9.0' });
    world.settle();
    world.remove('Deployment', 'braintrust-api');
    world.pass();
    expect(world.image('braintrust-api')).toBe('v2.8.0');
  });

  it('keeps what runs as it was even while the declaration cannot be followed', () => {
    const world = running();
    world.secretsState = { state: 'incomplete', problems: ['Secret plane is not there'] };
    world.edit('Deployment', 'brainstore-reader', (object) => (object.spec.replicas = 0));
    world.pass();
    expect(world.object('Deployment', 'brainstore-reader').spec).toMatchObject({ replicas: 2 });
  });

  it('removes what is no longer declared, and only what is ours', () => {
    const world = running();
    world.put({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'theirs', namespace: 'acme' },
      data: {},
    });
    world.declare({ network: { policies: 'None' } });
    world.settle();
    expect(world.has('NetworkPolicy', 'brainstore')).toBe(false);
    expect(world.has('ConfigMap', 'theirs')).toBe(true);
  });
});

describe('a rollout that does not get on', () => {
  it('halts at its deadline, says how to go on, and goes on by itself once it can', () => {
    const world = running();
    world.deployments.neverReady.add('brainstore-reader');
    world.declare({ version: '2.9.0' });
    world.settle();
    expect(condition(world, 'Reconciling')?.message).toContain('ImagePullBackOff');
    world.now += 20 * minute;
    world.settle();
    expect(world.status?.phase).toBe('Halted');
    expect(world.status?.rollout).toMatchObject({ step: 'Readers', halted: { reason: 'StepDeadlineExceeded' } });
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'StepDeadlineExceeded' });
    expect(condition(world, 'Ready')?.message).toContain('Writer and API still run 2.8.0.');
    expect(condition(world, 'Ready')?.message).toContain('Or set spec.version back to 2.8.0.');
    expect(world.status?.history?.[0]).toMatchObject({ version: '2.9.0', result: 'Halted' });
    expect(world.image('brainstore-writer')).toBe('v2.8.0');
    world.deployments.neverReady.clear();
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: '2.9.0' });
    expect(world.status?.rollout).toBeUndefined();
  });

  it('halts at once when the Deployment itself has given up', () => {
    const world = running();
    world.deployments.neverReady.add('brainstore-writer');
    world.deployments.givenUp.add('brainstore-writer');
    world.declare({ version: '2.9.0' });
    world.settle();
    expect(world.status?.rollout?.halted).toMatchObject({ reason: 'DeploymentFailed' });
  });

  it('gives the migration its own, longer time', () => {
    const world = running();
    world.deployments.neverReady.add('braintrust-api-migration');
    world.declare({ version: '2.9.0' });
    world.settle();
    world.now += 30 * minute;
    world.settle();
    expect(world.status?.phase).toBe('Migration');
    world.now += 31 * minute;
    world.settle();
    expect(world.status?.phase).toBe('Halted');
    expect(condition(world, 'Ready')?.message).toContain('kubectl logs');
  });

  it('can be mended by a newer version once it has halted, not before', () => {
    const world = running();
    world.deployments.neverReady.add('brainstore-writer');
    world.declare({ version: '2.9.0' });
    world.settle();
    world.declare({ version: '2.9.1' });
    world.settle();
    expect(world.status?.targetVersion).toBe('2.9.0');
    world.now += 20 * minute;
    world.settle();
    world.deployments.neverReady.clear();
    world.settle();
    expect(world.status?.currentVersion).toBe('2.9.1');
    expect(world.status?.history?.map(({ version, result }) => [version, result])).toEqual([
      ['2.9.1', 'Succeeded'],
      ['2.9.0', 'Superseded'],
      ['2.8.0', 'Succeeded'],
    ]);
  });

  it('gets its whole time again when what is rolled out is corrected', () => {
    const world = running();
    world.deployments.neverReady.add('brainstore-reader');
    world.declare({ version: '2.9.0' });
    world.settle();
    world.now += 20 * minute;
    world.settle();
    expect(world.status?.phase).toBe('Halted');
    world.declare({ brainstore: { reader: { verbose: false } } });
    world.settle();
    expect(world.status?.phase).toBe('Readers');
  });
});

describe('hands off', () => {
  it('reports and changes nothing when it may only observe', () => {
    const world = running();
    world.acting = false;
    world.declare({ version: '2.9.0' });
    const decision = world.look();
    expect(decision.changes.length).toBeGreaterThan(0);
    const synced = decision.status.conditions?.find((one) => one.type === 'Synced');
    expect(synced).toMatchObject({ status: 'False', reason: 'Observing' });
    expect(synced?.message).toContain('update Deployment brainstore-reader');
    expect(decision.status.rollout).toBeUndefined();
  });

  it('does not even look when paused', () => {
    const world = running();
    world.declare({ version: '2.9.0', policy: { management: 'Paused' } });
    world.settle();
    expect(world.log).toEqual([]);
    expect(condition(world, 'Synced')).toMatchObject({ status: 'Unknown', reason: 'Paused' });
    expect(condition(world, 'Ready')?.status).toBe('True');
  });

  it('changes nothing of a plane that is being deleted', () => {
    const world = running();
    const before = structuredClone(world.status);
    world.deleting = true;
    world.declare({ version: '2.9.0' });
    world.settle();
    expect(world.log).toEqual([]);
    expect(world.status).toEqual(before);
  });
});

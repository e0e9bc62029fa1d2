import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { eventually } from '../support/control-plane/connection.ts';
import { auditEvents } from '../support/control-plane/audit-log.ts';
import { mismatches, podLives } from './support/audit.ts';
import type { Ended } from './support/life/command.ts';
import { account, name, namespace } from './support/life/environment.ts';
import { changes, dataIn, dataTouched, madeTwice } from './support/life/judge-cloud.ts';
import { commandWrites, madeAgain, operatorsIn } from './support/life/judge-cluster.ts';
import { inCloud, inCloudLog, killedAt, type Moment } from './support/life/moments.ts';
import { kubectl, organizationFile } from './support/life/person.ts';
import { expectEnd } from './support/life/tell.ts';
import { life, who, type Life } from './support/life/world.ts';
import type {} from '../engine/engine-on-path.ts';

const controlPlane = inject('controlPlane');
const engine = inject('engine');
const versions = { first: '2.20.0', next: '2.21.0' } as const;
const up = ['up', name, '--yes', '--skip-preflight', '--timeout', '120'];

/**
 * From an environment's file to the deletion of its data, by the commands as people type them. Each step is killed, with the
 * engine beneath it, at a moment that a foreign log tells, and run again to its end.
 */
describe.skipIf(!controlPlane.available || engine === undefined)(
  'the life of an environment',
  { timeout: 600_000 },
  () => {
    let world: Life;
    beforeAll(async () => {
      world = await life();
    });
    afterAll(() => world.close());

    const run = async (code: number, ...args: readonly string[]): Promise<Ended> => {
      const ended = await world.shell.run(...args);
      expectEnd(world, ended, code);
      return ended;
    };
    /** Killed at a moment; then the lock, if the engine had one, is taken away, as whoever runs it again is told. */
    const killed = async (moment: Moment, ...args: readonly string[]): Promise<void> => {
      await killedAt(moment, world.shell, ...args);
      if (world.isLocked()) await run(0, 'unlock', name);
    };
    const cluster = async () => {
      const now = await world.clusters.now();
      if (now === undefined) throw new Error('the cloud has no cluster');
      return now.connection;
    };
    const projectIsReady = async (): Promise<void> => {
      const ready = ['wait', '--for=condition=Ready', '--timeout=60s'];
      await kubectl(await cluster(), ...ready, '-n', namespace, 'project/support-bot');
    };
    const here = async (): Promise<string> => (await cluster()).auditLogPath;
    const marks = () => ({
      calls: world.cloud.calls().length,
      passed: world.door.passed.length,
      asked: world.api.requestLog.entries.length,
    });
    const nothingTwice = async (): Promise<void> => {
      expect(madeTwice(world.cloud)).toEqual([]);
      for (const [number, log] of await world.clusters.auditLogs()) {
        expect([number, await madeAgain(log)]).toEqual([number, []]);
        expect((await operatorsIn(log)).length).toBeLessThanOrEqual(1);
      }
      const created = world.api.requestLog.entries.flatMap(({ changed }) =>
        changed.flatMap(({ effect, type, name: one }) => (effect === 'created' ? [`${type} ${one}`] : [])),
      );
      expect(created).toEqual([...new Set(created)]);
    };
    const writing = (method: string, what: string) => (request: { method: string; target: string }) =>
      request.method === method && request.target.includes(what) && !request.target.includes('dryRun');

    it('is planned without asking anybody', async () => {
      world.wish({ version: versions.first, team: 'platform' });
      await run(0, 'validate', name);
      await run(0, 'plan', name);
      expect([...world.cloud.calls(), ...world.door.passed, ...world.aws.asked]).toEqual([]);
    });

    it('comes up, killed in the cloud and in the cluster', async () => {
      await killed(inCloud(world.cloud, { method: 'create', of: 'aws:rds/instance:Instance' }), ...up);
      await killed(world.door.hold(writing('PATCH', '/dataplanes/'), 'after'), ...up);
      await run(0, ...up);
      await nothingTwice();
      expect(world.aws.store.requestLog.entries.length).toBeGreaterThan(0);
      const values = world.aws.asked.filter(({ what }) => what.endsWith('GetSecretValue'));
      expect(new Set(values.map((one) => one.who))).toEqual(new Set([who.operator]));
      const lives = await podLives(await here(), namespace);
      expect(new Set(lives.map(({ tag }) => tag))).toEqual(new Set([`v${versions.first}`]));
    });

    it('governs the organization', async () => {
      await kubectl(await cluster(), 'apply', '-f', '-', organizationFile);
      await eventually('the project at the vendor', () =>
        world.api.inspect.rows('project').length === 1 ? true : undefined,
      );
      await projectIsReady();
      await nothingTwice();
    });

    it('has nothing to do the second time, killed or not', async () => {
      const from = marks();
      await killed(
        world.door.hold(({ target }) => target.includes('/dataplanes/'), 'before'),
        ...up,
      );
      await run(0, ...up);
      expect(changes(world.cloud, from.calls)).toEqual([]);
      expect(commandWrites(world.door.passed, from.passed)).toEqual([]);
      expect(world.api.requestLog.since(from.asked).filter(({ mutation }) => mutation)).toEqual([]);
    });

    it('is upgraded and tagged anew, killed while the cloud changes and while the pods roll', async () => {
      const [from, before] = [marks(), dataIn(world.cloud)];
      world.wish({ version: versions.next, team: 'research' });
      await killed(inCloud(world.cloud, { method: 'update', of: 'aws:rds/instance:Instance' }), ...up);
      const log = await here();
      const rolling = async (): Promise<true | undefined> =>
        (await podLives(log, namespace)).some(({ tag }) => tag === `v${versions.next}`) ? true : undefined;
      await killed(eventually('a pod of the next version', rolling, 120_000), ...up);
      await run(0, ...up);
      expect(dataIn(world.cloud)).toEqual(before);
      expect(new Set(changes(world.cloud, from.calls).map(({ method }) => method))).toEqual(new Set(['update']));
      const lives = await podLives(log, namespace);
      expect(mismatches(lives)).toEqual([]);
      expect(lives.filter(({ tag, until }) => tag === `v${versions.first}` && until === undefined)).toEqual([]);
      await nothingTwice();
    });

    it('has not drifted, which is found out without a write', async () => {
      const from = marks();
      await killed(
        inCloudLog(world.cloud, ({ method }) => method === 'read', 10),
        'drift',
        name,
        '--no-audit',
      );
      await run(0, 'drift', name, '--no-audit');
      expect(changes(world.cloud, from.calls)).toEqual([]);
      expect(commandWrites(world.door.passed, from.passed)).toEqual([]);
    });

    it('shows what somebody changed, and sets it back, killed on the way', async () => {
      const tagged = { type: 'aws:s3/bucket:Bucket', name: world.cloud.objects().find(holdsBucket)?.name ?? '' };
      world.cloud.meddle(tagged.type, tagged.name, (one) => ({
        ...one,
        inputs: { ...one.inputs, tags: { owner: 'mallory' } },
      }));
      await kubectl(await cluster(), 'delete', '-n', namespace, 'service/braintrust-api-entry');
      const found = await run(2, 'drift', name, '--no-audit');
      expect(found.out).toContain('braintrust-api-entry');
      expect(found.out).toContain('tags.');
      await killed(inCloud(world.cloud, { method: 'update', of: tagged.name }), ...up, '--refresh');
      await run(0, ...up, '--refresh');
      await run(0, 'drift', name, '--no-audit');
      expect(world.cloud.find(tagged.type, tagged.name)?.inputs['tags']).toMatchObject({ team: 'research' });
    });
    const holdsBucket = ({ type }: { readonly type: string }): boolean => type === 'aws:s3/bucket:Bucket';

    it('is backed up and its restore planned, killed while it asks', async () => {
      const from = marks();
      const looking = () => world.aws.next(({ what }) => what === 'kms DescribeKey');
      await killed(looking(), 'backup', name, '--export', 'export');
      await run(0, 'backup', name, '--export', 'export');
      await killed(looking(), 'restore', name, '--plan', '--backup', 'export');
      await run(0, 'restore', name, '--plan', '--backup', 'export');
      expect(changes(world.cloud, from.calls)).toEqual([]);
      expect(commandWrites(world.door.passed, from.passed)).toEqual([]);
    });

    it('gets a new cluster over its data, killed in the old one and behind the new one, which an up finishes', async () => {
      const [from, before] = [marks(), dataIn(world.cloud)];
      const rebuild = ['rebuild', name, '--confirm', account, '--timeout', '120'];
      const type = 'aws:eks/cluster:Cluster';
      await killed(world.door.hold(writing('DELETE', '/dataplanes/'), 'after'), ...rebuild);
      await killed(inCloud(world.cloud, { method: 'create', of: type }), ...rebuild);
      const told = await run(3, ...rebuild);
      expect(told.all).toContain(`planewright up ${name}`);
      await run(0, ...up);
      expect(dataIn(world.cloud)).toEqual(before);
      expect(dataTouched(world.cloud, from.calls)).toEqual([]);
      const ofCluster = changes(world.cloud, from.calls).filter((call) => call.type === type);
      expect(ofCluster.map(({ method }) => method)).toEqual(['delete', 'create']);
      await kubectl(
        await cluster(),
        'apply',
        '--server-side',
        '--force-conflicts',
        '-f',
        `${world.folder}/export/resources.yaml`,
      );
      await projectIsReady();
      await nothingTwice();
      const [, second] = [...(await world.clusters.auditLogs()).values()];
      const lives = await podLives(second ?? '', namespace);
      expect(new Set(lives.map(({ tag }) => tag))).toEqual(new Set([`v${versions.next}`]));
    });

    it('is taken down but for its data and keys, killed in the cluster and in the cloud', async () => {
      const [from, before] = [marks(), dataIn(world.cloud)];
      const destroy = ['destroy', name, '--confirm', account];
      await killed(world.door.hold(writing('DELETE', '/dataplanes/'), 'after'), ...destroy);
      await killed(inCloud(world.cloud, { method: 'delete', of: 'aws:lb/loadBalancer:LoadBalancer' }), ...destroy);
      await run(0, ...destroy);
      expect(dataIn(world.cloud).filter((one) => !before.includes(one))).toEqual([]);
      expect(dataTouched(world.cloud, from.calls)).toEqual([]);
      expect(await world.clusters.now()).toBeUndefined();
      await nothingTwice();
    });

    it('is taken up again with what stayed, and taken down', async () => {
      const [from, before] = [marks(), dataIn(world.cloud)];
      await killed(inCloud(world.cloud, { method: 'create', of: 'aws:ec2/natGateway:NatGateway' }), ...up);
      await run(0, ...up);
      expect(dataIn(world.cloud)).toEqual(before);
      await run(0, 'destroy', name, '--confirm', account);
      expect(dataTouched(world.cloud, from.calls)).toEqual([]);
      await nothingTwice();
    });

    it('is deleted with its data, killed on the way', async () => {
      const words = ['delete-data', name, '--confirm', `delete the data of ${account}`];
      await killed(inCloud(world.cloud, { method: 'delete', of: 'aws:rds/instance:Instance' }), ...words);
      await run(0, ...words);
      expect(dataIn(world.cloud)).toEqual([]);
      expect(world.cloud.objects().map(({ type, id }) => `${type} ${id}`)).toEqual([]);
    });

    it('has said no secret anywhere', async () => {
      const logs = [...(await world.clusters.auditLogs()).values()];
      const events = await Promise.all(logs.map((log) => auditEvents(log, () => true)));
      const said = [world.shell.said(), world.shell.typed(), world.keeper.said(), JSON.stringify(events)];
      said.push(JSON.stringify(world.api.requestLog.entries), JSON.stringify(world.cloud.calls()), world.written());
      const everything = said.join('\n');
      expect(world.canaries().length).toBeGreaterThan(6);
      for (const value of world.canaries().flatMap((one) => [one, Buffer.from(one).toString('base64')])) {
        expect(everything.includes(value), `${value.slice(0, 10)}… is said`).toBe(false);
      }
    });
  },
);

import type { KubeObject } from '../../kube/objects.ts';
import { dataPlaneProp, namespaces, secret, versions } from './scene.ts';
import { objectOf, openingProps, type Stage } from './stage.ts';
import type { Story } from './story.ts';
import { adminWrites, deploymentOrder, operatorWrites } from './seen.ts';
import { conditionOf, deployments, rolloutTeller, until } from './watch.ts';

type Chapter = (stage: Stage, story: Story) => Promise<void>;

const { plane: home, consumer } = namespaces;

const isTrue = (stage: Stage, plural: string, name: string, type = 'Ready'): boolean =>
  conditionOf(stage.standIns, plural, name, type)?.status === 'True';

/** Whether the plane says that it is Ready at this version. */
function runs({ standIns }: Stage, version: string): boolean {
  const plane = objectOf(standIns, 'planewright.dev/dataplanes', home, 'plane') as
    (KubeObject & { status?: { currentVersion?: string; phase?: string } }) | undefined;
  return plane?.status?.currentVersion === version && plane.status.phase === 'Ready';
}

export const rollOut: Chapter = async (stage, story) => {
  const { signal } = stage;
  story.chapter(`A data plane at ${versions.first}`);
  const props = openingProps(stage, versions.first);
  await stage.person.apply(...props);
  story.line(
    `a person applies ${props.length} objects: namespaces, Secrets, an Organization and what belongs to it, a DataPlane`,
  );
  await until(() => runs(stage, versions.first), 'the plane is Ready', signal, {
    meanwhile: rolloutTeller(stage.standIns, story),
  });
  const order = deploymentOrder(stage.standIns, 0).filter((name) => !name.includes('migration'));
  const api = order.indexOf('braintrust-api');
  const stores = order.filter((name) => name.startsWith('brainstore'));
  story.claim('Brainstore came before the API', api === order.length - 1 && stores.length === 3, order.join(', '));
};

export const governing: Chapter = async (stage, story) => {
  const { signal } = stage;
  story.chapter('The organization beside it');
  const { standIns } = stage;
  const all = () =>
    isTrue(stage, 'projects', 'support-bot') &&
    isTrue(stage, 'aiproviders', 'openai') &&
    isTrue(stage, 'environmentvariables', 'webhook-secret');
  await until(all, 'the organization is as declared', signal);
  for (const write of adminWrites(standIns, 0)) story.line(`the operator at the vendor: ${write}`);
  const keys = standIns.api.inspect.rows('ai_secret');
  story.claim(
    'the provider key from the Secret is in the organization',
    keys.length === 1 && keys[0]?.['name'] === 'OPENAI_API_KEY',
    JSON.stringify(keys.map((row) => row['name'])),
  );
  const copy = () => objectOf(standIns, '/secrets', consumer, 'openai');
  await until(() => copy() !== undefined, `the key is in namespace ${consumer}`, signal);
  story.claim(
    `and in namespace ${consumer}, which asked for it and is allowed to have it`,
    copy() !== undefined,
    'no Secret',
  );
};

export const rotate: Chapter = async (stage, story) => {
  const { signal } = stage;
  story.chapter('The provider key changes in its Secret');
  const { standIns, secrets } = stage;
  const mark = standIns.api.requestLog.entries.length;
  const patches = standIns.kube.requests.length;
  const before = objectOf(standIns, '/secrets', consumer, 'openai')?.metadata.resourceVersion;
  await stage.person.apply(
    secret('llm-keys', { openai: `${secrets.openaiKey}-rotated`, webhook: secrets.webhookSecret }),
  );
  const copied = () => objectOf(standIns, '/secrets', consumer, 'openai')?.metadata.resourceVersion !== before;
  await until(() => adminWrites(standIns, mark).length > 0 && copied(), 'the new key is written', signal);
  await stage.clock.sleep(10_000, signal);
  const writes = adminWrites(standIns, mark);
  story.claim('exactly one write at the vendor', writes.length === 1, writes.join('; '));
  const rolled = deploymentOrder(standIns, patches);
  story.claim('and no pod restarted: the plane does not use that key', rolled.length === 0, rolled.join(', '));
};

export const rotatePlaneSecret: Chapter = async (stage, story) => {
  const { signal } = stage;
  story.chapter("The database's password changes");
  const { standIns, secrets } = stage;
  const mark = standIns.kube.requests.length;
  const generations = new Map(deployments(standIns).map(({ metadata }) => [metadata.name, metadata.generation]));
  await stage.person.apply(
    secret('plane-connections', {
      postgres: `postgres://braintrust:${secrets.postgresPassword}2@postgres.internal:5432/postgres?sslmode=require`,
      redis: `rediss://:${secrets.redisPassword}@redis.internal:6379`,
      license: secrets.licenseKey,
    }),
  );
  const tellRollout = rolloutTeller(standIns, story);
  const changed = () =>
    deployments(standIns).filter(({ metadata }) => generations.get(metadata.name) !== metadata.generation).length >= 4;
  await until(() => changed() && runs(stage, versions.first), 'the plane has rolled', signal, {
    meanwhile: tellRollout,
  });
  const order = deploymentOrder(standIns, mark);
  const once = new Set(order).size === order.length && order.length >= 4;
  story.claim('each component that reads it rolled once, in order', once, order.join(', '));
};

export const changeBehindItsBack: Chapter = async (stage, story) => {
  const { signal } = stage;
  story.chapter("Somebody changes the project by hand, behind the operator's back");
  const { standIns } = stage;
  const project = () => standIns.api.inspect.rows('project').find((row) => row['name'] === 'support-bot');
  const mark = standIns.api.requestLog.entries.length;
  const mallory = standIns.api.actAs({ name: 'mallory', email: 'mallory@acme.test', kind: 'person' });
  mallory.send('PATCH', `/v1/project/${String(project()?.['id'])}`, { description: 'changed by hand' });
  story.line('mallory at the vendor: PATCH /v1/project (description)');
  await until(() => project()?.['description'] === 'Answers customers.', 'the description is as declared', signal);
  for (const write of adminWrites(standIns, mark)) story.line(`the operator at the vendor: ${write}`);
  const reported = () =>
    (
      standIns.kube.objects('/events') as readonly unknown[] as readonly {
        reason: string;
        message: string;
        involvedObject: { kind: string };
      }[]
    ).find(({ reason, involvedObject }) => involvedObject.kind === 'Project' && reason === 'FieldDiffers');
  await until(() => reported() !== undefined, 'the drift is reported', signal);
  story.line(`Event on the Project: ${reported()?.message ?? ''}`);
  story.claim(
    'reported and corrected, with one write',
    adminWrites(standIns, mark).length === 1,
    adminWrites(standIns, mark).join('; '),
  );
};

export const upgrade: Chapter = async (stage, story) => {
  const { signal } = stage;
  story.chapter(`Upgrade to ${versions.next}`);
  const { standIns } = stage;
  const mark = standIns.kube.requests.length;
  const asked = standIns.plane.log.entries.length;
  await stage.person.apply(dataPlaneProp(versions.next));
  story.line(`a person sets spec.version to ${versions.next}; users ask the plane every two seconds all the while`);
  await until(() => runs(stage, versions.next), 'the upgrade is done', signal, {
    meanwhile: rolloutTeller(standIns, story),
    limitMs: 90_000,
  });
  const order = deploymentOrder(standIns, mark);
  const place = (name: string): number => order.indexOf(name);
  const right =
    place('brainstore-reader') < place('brainstore-writer') &&
    place('brainstore-fastreader') < place('brainstore-writer') &&
    place('brainstore-writer') < place('braintrust-api');
  story.claim('readers, then writer, then one API pod that migrates, then the API', right, order.join(', '));
  const queries = standIns.plane.log.entries.slice(asked).filter(({ kind }) => kind === 'query');
  const failed = queries.filter(({ failure }) => failure !== undefined);
  const during = new Set(queries.map(({ apiVersion }) => apiVersion));
  story.line(`the plane answered as ${[...during].join(', then ')}`);
  story.claim(
    `${queries.length} queries during the upgrade, none failed`,
    queries.length > 0 && failed.length === 0,
    failed[0]?.failure ?? 'no query was asked',
  );
};

export const idle: Chapter = async (stage, story) => {
  const { signal } = stage;
  story.chapter('Nothing changes any more');
  const { standIns } = stage;
  await stage.clock.sleep(20_000, signal);
  const kube = standIns.kube.requests.length;
  const api = standIns.api.requestLog.entries.length;
  await stage.clock.sleep(150_000, signal);
  const reads = standIns.api.requestLog.entries.length - api;
  story.line(`two and a half minutes pass; the organization is compared again, with ${reads} calls`);
  const writes = [...operatorWrites(standIns, kube), ...adminWrites(standIns, api)];
  story.claim('no write to either API', writes.length === 0 && reads > 0, writes.join('; '));
};

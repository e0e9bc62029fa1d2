import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { project, resourceTypeOf } from '../../../src/api/index.ts';
import { organizationProps, secret, dataPlaneProp, foundations, type Prop } from '../../../src/cli/demo/scene.ts';
import { objectOf, setStage, type Stage } from '../../../src/cli/demo/stage.ts';
import { conditionOf, until } from '../../../src/cli/demo/watch.ts';
import type { DriftOptions } from '../../../src/cli/commands/drift.ts';
import { runDrift } from '../../../src/cli/drift/drift.ts';
import { planeDrift } from '../../../src/cli/drift/planes.ts';
import type { DriftReport } from '../../../src/cli/drift/report.ts';
import { hashKeyOf } from '../../../src/cli/diff/looking.ts';
import { managersOver } from '../../../src/cli/drift/looking.ts';
import { runInstall } from '../../../src/cli/install.ts';
import { installTypes } from '../../../src/install/kinds.ts';
import { kubeClient } from '../../../src/kube/kube-client.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { fakeIo, type FakeIo } from '../fake-io.ts';

const never = new AbortController().signal;
const environment = `
apiVersion: environment.planewright.dev/v1alpha1
kind: Environment
metadata: { name: saas }
spec:
  mode: SaaS
  organization: { name: acme, namespace: braintrust }
`;

/** One story on the stand-ins over HTTP: no cloud, so that cluster and organization are all there is. */
describe('drift of a cluster and an organization', () => {
  let stage: Stage;

  const options = (more: Partial<DriftOptions> = {}): DriftOptions => ({
    kubeconfig: stage.standIns.kubeconfig,
    output: 'text',
    audit: true,
    ownNamespace: 'planewright-system',
    ...more,
  });
  async function drift(more: Partial<DriftOptions> = {}): Promise<FakeIo> {
    const io = fakeIo({ files: { 'environments/saas.yaml': environment }, env: { NO_PROXY: '127.0.0.1' } });
    await runDrift('saas', options(more), io);
    return io;
  }
  async function reported(): Promise<DriftReport['parts']> {
    const io = await drift({ output: 'json' });
    return (JSON.parse(io.text) as DriftReport).parts;
  }
  const apply = (manager: string, type: Prop['type'], object: KubeObject): Promise<KubeObject> =>
    kubeClient(stage.standIns.kube.handle).apply(type, object, { fieldManager: manager, force: true }, never);

  beforeAll(async () => {
    stage = await setStage({}, never);
    await stage.person.apply(...foundations(stage.secrets));
  });
  afterAll(() => stage.close());

  it('says what is not there, and what it leaves out', async () => {
    const io = await drift();
    expect(io.text).toContain('Organization braintrust/organization is not there');
    expect(io.text).toContain("left out: The operator's own objects were installed by other means");
    expect(io.text).toContain('There is no Organization in namespace braintrust');
    expect(io.text).not.toContain('Cloud');
  });

  it('is nothing where everything is as installed and declared, and writes nothing', async () => {
    const installed = fakeIo();
    await runInstall(
      {
        kubeconfig: stage.standIns.kubeconfig,
        namespace: 'planewright-system',
        govern: ['braintrust'],
        mode: 'observe',
        replicas: '2',
        timeout: '60',
        output: 'text',
        image: 'registry.example.com/planewright:mirror',
      },
      installed,
    );
    const [organization, bot, ...rest] = organizationProps(stage.standIns.apiUrl);
    if (organization === undefined || bot === undefined) throw new Error('the scene has an organization and a project');
    const renamed = { ...organization.object, metadata: { ...organization.object.metadata, name: 'organization' } };
    const referring = (prop: Prop): Prop => {
      const { spec } = prop.object as KubeObject & { spec: object };
      const object = { ...prop.object, spec: { ...spec, organizationRef: { name: 'organization' } } };
      return { type: prop.type, object };
    };
    await stage.person.apply({ type: organization.type, object: renamed }, ...[bot, ...rest].map(referring));
    const ready = (plural: string, name: string): boolean =>
      conditionOf(stage.standIns, plural, name, 'Ready')?.status === 'True';
    await until(() => ready('projects', 'support-bot') && ready('aiproviders', 'openai'), 'Ready', never);
    await until(() => ready('environmentvariables', 'webhook-secret'), 'Ready', never);

    const cluster = stage.standIns.kube.requests.length;
    const vendor = stage.standIns.api.requestLog.entries.length;
    const io = await drift();
    expect(io.text).toBe('Cluster: as it was left.\n\nOrganization: as it was left.\n');
    expect(io.code).toBe(0);
    const ours = stage.standIns.kube.requests.slice(cluster).filter(({ userAgent }) => userAgent !== 'planewright');
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.filter(({ mutation }) => mutation)).toEqual([]);
    expect(stage.standIns.api.requestLog.entries.slice(vendor).filter(({ mutation }) => mutation)).toEqual([]);
  });

  it('names what somebody changed in the cluster, who it was and when, and what is gone', async () => {
    const where = { name: 'planewright-operator', namespace: 'planewright-system' };
    await apply('kubectl-scale', installTypes.Deployment, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: where,
      spec: { replicas: 5 },
    } as KubeObject);
    const role = { name: 'planewright-operator-governed', namespace: 'braintrust' };
    await kubeClient(stage.standIns.kube.handle).delete(installTypes.Role, role, {}, never);
    const { cluster } = await reported();
    expect(cluster?.state).toBe('drifted');
    expect(cluster?.objects).toEqual([
      expect.objectContaining({ kind: 'Role', ...role, change: 'missing' }),
      expect.objectContaining({
        kind: 'Deployment',
        ...where,
        change: 'changed',
        fields: [{ path: 'spec.replicas', was: '1', is: '5' }],
        who: { known: true, principal: 'kubectl-scale', event: 'Apply', at: expect.stringMatching(/Z$/) as string },
      }),
    ]);
    const io = await drift({ only: ['cluster'] });
    expect(io.text).toMatch(
      /Deployment planewright-system\/planewright-operator was changed\n {4}spec\.replicas: 1 → 5\n {4}who: kubectl-scale at /,
    );
    expect(io.text).not.toContain('Organization:');
    expect(io.code).toBe(2);
  });

  it('names what somebody changed at the vendor, and no secret', async () => {
    await apply('kubectl', resourceTypeOf(project), {
      ...must(objectOf(stage.standIns, 'planewright.dev/projects', 'braintrust', 'support-bot')),
      status: undefined,
      metadata: { name: 'support-bot', namespace: 'braintrust' },
      spec: {
        organizationRef: { name: 'organization' },
        name: 'support-bot',
        description: 'Answers customers.',
        policy: { management: 'Observe' },
      },
    } as KubeObject);
    const row = stage.standIns.api.inspect.find('project', { name: 'support-bot' });
    const answer = await stage.standIns.api.handle(
      {
        method: 'PATCH',
        path: `/v1/project/${String(row?.['id'])}`,
        headers: { authorization: `Bearer ${stage.secrets.operatorToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ description: 'changed by hand' }),
      },
      never,
    );
    expect(answer.status).toBe(200);
    const io = await drift({ only: ['organization'], output: 'json' });
    const { organization } = (JSON.parse(io.text) as DriftReport).parts;
    expect(organization?.objects).toMatchObject([
      {
        kind: 'Project',
        name: 'support-bot',
        fields: [{ path: 'description', was: 'Answers customers.', is: 'changed by hand' }],
        fight: false,
        who: { known: false },
      },
    ]);
    expect(io.code).toBe(2);
    const text = io.text + io.errors;
    for (const value of Object.values(stage.secrets)) expect(text).not.toContain(value);
  });

  it("shows what somebody changed in a plane's workloads, as the operator sees it", async () => {
    await stage.person.apply(
      secret('plane-connections', {
        postgres: 'postgres://u:canary@postgres.internal:5432/postgres?sslmode=require',
        redis: 'rediss://:canary@redis.internal:6379',
        license: 'canary',
      }),
    );
    const plane = dataPlaneProp('2.8.0');
    const { spec } = plane.object as KubeObject & { spec: object };
    const declared = { ...plane.object, spec: { ...spec, organizationRef: { name: 'organization' } } };
    await stage.person.apply({ type: plane.type, object: declared });
    await until(() => conditionOf(stage.standIns, 'dataplanes', 'plane', 'Ready')?.status === 'True', 'Ready', never);
    const observed = { ...declared, spec: { ...declared.spec, policy: { management: 'Observe' } } };
    await stage.person.apply({ type: plane.type, object: observed });
    await apply('kubectl-set', installTypes.Deployment, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'braintrust-api', namespace: 'braintrust' },
      spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } },
    } as unknown as KubeObject);
    const kube = kubeClient(stage.standIns.kube.handle);
    const { hashKey } = await hashKeyOf(kube, 'planewright-system', never);
    const live = must(objectOf(stage.standIns, 'planewright.dev/dataplanes', 'braintrust', 'plane'));
    const { objects } = await planeDrift(
      { kube, clock: systemClock, hashKey, managers: managersOver(stage.standIns.kube.handle) },
      [live],
      never,
    );
    expect(objects).toMatchObject([
      {
        kind: 'Deployment',
        name: 'braintrust-api',
        change: 'changed',
        fields: [{ path: 'spec.template.spec.terminationGracePeriodSeconds', is: '1' }],
        who: { known: true, principal: 'kubectl-set' },
      },
    ]);
  }, 120_000);
});

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('there is such an object');
  return value;
}

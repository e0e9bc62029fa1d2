import { beforeAll, describe, expect, it } from 'vitest';
import { asking } from '../../../src/cli/preflight/ask.ts';
import { googleVerdicts } from '../../../src/cli/preflight/google/checks.ts';
import { checkTable } from '../../../src/cli/preflight/rights.ts';
import type { Verdict } from '../../../src/cli/preflight/verdict.ts';
import { googleAccount } from '../../../src/clouds/account/google.ts';
import type { ByocGoogleEnvironment, GoogleEnvironment } from '../../../stacks/environment/schema/environment.ts';
import type { Plan } from '../../../stacks/planned.ts';
import type { Resource } from '../../../stacks/quotas/need.ts';
import { googleAnswers, type GoogleProjectSays } from '../../clouds/account/google-answers.ts';
import { ok, restStandIn, type RestAsked, type RestReplies } from '../../clouds/account/rest-stand-in.ts';
import { never } from '../../runtime/loopback.ts';
import { example } from '../../stacks/support/examples.ts';
import { realPlan } from '../../stacks/support/plans.ts';
import { checksOf, verdict } from './verdicts.ts';

interface Case {
  readonly environment: GoogleEnvironment | ByocGoogleEnvironment;
  readonly plan: Plan;
}

const cases: Record<string, Case> = {};
beforeAll(async () => {
  for (const name of ['google-standard', 'google-autopilot', 'byoc-google']) {
    const environment = (await example(name)).environment as GoogleEnvironment;
    cases[name] = { environment, plan: await realPlan(environment) };
  }
}, 60_000);

async function asked(
  says: Partial<GoogleProjectSays> = {},
  {
    of = 'google-standard',
    replies,
    state = [],
  }: { of?: string; replies?: RestReplies; state?: readonly Resource[] } = {},
): Promise<{ readonly verdicts: readonly Verdict[]; readonly calls: readonly RestAsked[] }> {
  const { environment, plan } = cases[of] as Case;
  const { cloud } = environment.spec;
  const usual = googleAnswers({ project: cloud.project, number: cloud.projectNumber, region: cloud.region, ...says });
  const { call, asked: calls } = restStandIn((one) => replies?.(one) ?? usual(one));
  const preflight = { environment, plan, state, begun: false, ask: asking(never) };
  const verdicts = await googleVerdicts(environment, preflight, googleAccount(call, cloud, never));
  expect(JSON.stringify(verdicts)).not.toContain('canary');
  return { verdicts, calls };
}

const denied = { status: 403, body: { error: { code: 403, status: 'PERMISSION_DENIED', message: 'no' } } };
const disabled = {
  status: 403,
  body: {
    error: { code: 403, status: 'PERMISSION_DENIED', message: 'off', details: [{ reason: 'SERVICE_DISABLED' }] },
  },
};

describe('a project of Google Cloud', () => {
  it('passes whole where it has room for everything', async () => {
    const { verdicts, calls } = await asked();
    expect(verdicts.filter(({ result }) => result !== 'pass')).toEqual([]);
    expect(verdicts.map(({ id }) => id)).toEqual([
      'identity',
      'apis',
      'region',
      'zones',
      'machines',
      'quota.firewalls',
      'quota.hyperdisk',
      'quota.local-ssd.c4a',
      'quota.networks',
      'quota.private-services-ranges',
      'quota.routers',
      'quota.subnetworks',
      'quota.vcpus.c4a',
      'permissions',
      'names.buckets',
      'names.cluster',
      'names.database',
      'names.service-accounts',
      'names.key-rings',
    ]);
    expect(checksOf(verdicts)).toEqual(checkTable.google.map(({ check }) => check).toSorted());
    expect(verdict(verdicts, 'identity').says).toContain('ann@example.com');
    const tests = calls.filter(({ path }) => path.endsWith(':testIamPermissions'));
    expect(tests.map(({ body }) => (body['permissions'] as unknown[]).length)).toEqual([100, expect.any(Number)]);
  });

  it.each([
    [{ number: '999' }, 'fail', 'has the number 999'],
    [{ state: 'DELETE_REQUESTED' }, 'fail', 'DELETE_REQUESTED'],
  ])('is asked nothing more where it is not the one: %o', async (says, result, text) => {
    const { verdicts } = await asked(says);
    expect(verdicts).toMatchObject([{ id: 'identity', result, says: expect.stringContaining(text) as string }]);
  });

  it('is not known where it may not be looked at', async () => {
    const { verdicts } = await asked(
      {},
      { replies: ({ host }) => (host.startsWith('cloudresource') ? denied : undefined) },
    );
    expect(verdicts).toMatchObject([{ id: 'identity', result: 'unknown' }]);
  });

  it('warns of APIs that the program has yet to enable, with the command that does', async () => {
    const { verdicts } = await asked({ off: ['sqladmin.googleapis.com'] });
    const { result, wayOut } = verdict(verdicts, 'apis');
    expect(result).toBe('warn');
    expect(wayOut).toContain('gcloud services enable sqladmin.googleapis.com --project ');
  });

  it('names the zone that lacks a type of machine', async () => {
    const { verdicts } = await asked({ notOffered: ['europe-west4-b c4a-standard-48-lssd'] });
    expect(verdict(verdicts, 'machines')).toMatchObject({
      result: 'fail',
      says: 'c4a-standard-48-lssd of kubernetes-brainstore is not offered in europe-west4-b.',
    });
  });

  it('has no zones that it does not name', async () => {
    const region = ok({ status: 'UP', zones: ['x/zones/europe-west4-a'], quotas: [] });
    const { verdicts } = await asked(
      {},
      { replies: ({ path }) => (path.endsWith('/regions/europe-west4') ? region : undefined) },
    );
    expect(verdict(verdicts, 'zones')).toMatchObject({
      result: 'fail',
      says: 'The region has no europe-west4-b, europe-west4-c.',
    });
    // It lists no quotas either, which is not taken for room without end.
    expect(verdict(verdicts, 'quota.hyperdisk').result).toBe('unknown');
  });

  describe('its quotas', () => {
    // 8 × 48 and 3 × 16 vCPUs, 8 × 10 local SSDs; one machine of this region and family runs.
    it.each([
      ['CPUS-PER-VM-FAMILY-per-project-region', 'quota.vcpus.c4a', 48, 48 * 8 + 16 * 3],
      ['LOCAL-SSD-TOTAL-GB-PER-VM-FAMILY-per-project-region', 'quota.local-ssd.c4a', 375, 8 * 10 * 375],
    ])('%s', async (quotaId, id, used, needed) => {
      const at = async (limit: number): Promise<Verdict> =>
        verdict((await asked({ familyLimits: { [`${quotaId} C4A`]: limit } })).verdicts, id);
      expect((await at(used + needed - 1)).result).toBe('fail');
      const enough = await at(used + needed);
      expect(enough.result).toBe('warn');
      expect(enough.says).toContain(`${needed} more are needed`);
      expect(enough.wayOut).toMatch(
        new RegExp(`--quota-id=${quotaId} --dimensions=region=europe-west4,vm_family=C4A --preferred-value=[0-9]+$`),
      );
      expect((await at(-1)).result).toBe('pass');
    });

    it('of the project', async () => {
      expect(verdict((await asked({ limits: { NETWORKS: 2 } })).verdicts, 'quota.networks')).toMatchObject({
        result: 'fail',
        says: '1 more are needed; 2 of 2 are used.',
        wayOut: expect.stringContaining('--quota-id=NETWORKS-per-project --preferred-value=3') as string,
      });
    });

    it.each([
      ['denied', denied],
      ['off', disabled],
      ['of another shape', ok({ dimensionsInfos: 'many' })],
      ['a page of somebody else', { status: 200, body: '<html>' }],
      ['without this region', ok({ dimensionsInfos: [] })],
    ])('are not known where Cloud Quotas is %s', async (_, reply) => {
      const { verdicts } = await asked(
        {},
        { replies: ({ host }) => (host.startsWith('cloudquotas') ? reply : undefined) },
      );
      expect(verdict(verdicts, 'quota.vcpus.c4a').result).toBe('unknown');
    });

    it('count nothing twice that the state has already', async () => {
      const state = (cases['google-standard'] as Case).plan.resources;
      const { verdicts } = await asked({ limits: { NETWORKS: 2 } }, { state });
      expect(verdicts.map(({ id }) => id)).not.toContain('quota.networks');
      expect(verdict(verdicts, 'quota.vcpus.c4a').says).toMatch(/^0 more are needed, up to /);
    });
  });

  it('names rights that are missing, and those that a project cannot be asked about', async () => {
    const lacking = verdict((await asked({ lacking: ['container.clusters.create'] })).verdicts, 'permissions');
    expect(lacking).toMatchObject({ result: 'fail', says: 'Missing: container.clusters.create.' });
    const untestable = verdict((await asked({ untestable: ['storage.buckets.create'] })).verdicts, 'permissions');
    expect(untestable).toMatchObject({ result: 'unknown' });
    expect(untestable.says).toContain('storage.buckets.create');
    expect(untestable.says).not.toContain('container.');
  });

  it.each([
    [ok({ projectNumber: '999' }), 'fail', 'Taken by somebody else'],
    [denied, 'fail', 'Taken by somebody else'],
    [disabled, 'unknown', 'the API is not enabled'],
  ])('buckets: %o', async (reply, result, says) => {
    const bucket =
      (cases['google-standard'] as Case).plan.resources.find(({ type }) => type.endsWith(':Bucket'))?.physicalName ??
      '';
    const found = verdict((await asked({ buckets: { [bucket]: reply } })).verdicts, 'names.buckets');
    expect(found.result).toBe(result);
    expect(found.says).toContain(says);
  });

  it('says of a key ring that is there that it never goes', async () => {
    const path = '/v1/projects/acme-braintrust/locations/europe-west4/keyRings/gcp-standard-data';
    expect(verdict((await asked({ there: [path] })).verdicts, 'names.key-rings')).toMatchObject({
      result: 'fail',
      wayOut: expect.stringContaining('never deletes a key ring') as string,
    });
  });

  it('does not count what Autopilot will choose, and says so', async () => {
    const { verdicts } = await asked({}, { of: 'google-autopilot' });
    expect(verdict(verdicts, 'quota.vcpus.uncounted')).toMatchObject({ result: 'unknown' });
    expect(verdicts.filter(({ result }) => result === 'fail')).toEqual([]);
  });

  it('is asked about the quotas that the bootstrap requests for the vendor', async () => {
    const familyLimits = { 'CPUS-PER-VM-FAMILY-per-project-region C4A': 8 };
    const { verdicts } = await asked({ familyLimits }, { of: 'byoc-google' });
    expect(verdict(verdicts, 'quota.c4a-vcpus')).toMatchObject({
      result: 'warn',
      says: '8; the vendor asks for 1000, and the program requests it.',
    });
    expect(verdicts.filter(({ result }) => result === 'fail')).toEqual([]);
  });
});

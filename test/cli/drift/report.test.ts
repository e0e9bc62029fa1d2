import { describe, expect, it } from 'vitest';
import { judged } from '../../../src/cli/drift/organization.ts';
import { exitCodeOf, part, type DriftReport, type DriftedInCloud } from '../../../src/cli/drift/report.ts';
import { reportAsText } from '../../../src/cli/drift/text.ts';
import { subjectOf } from '../../../src/cli/drift/trail.ts';
import { isOurs, whoOf, whoSet } from '../../../src/cli/drift/who.ts';
import { typeOf } from '../../../src/cli/drift/kinds.ts';
import type { ManagedFieldsEntry } from '../../../src/kube/managed-fields.ts';

const bucket: DriftedInCloud = {
  urn: 'urn:pulumi:prod::planewright::planewright:aws:storage$aws:s3/bucket:Bucket::storage-data',
  name: 'storage-data',
  type: 'aws:s3/bucket:Bucket',
  concern: 'storage',
  holdsData: true,
  kind: 'gone',
  id: 'prod-data',
  physicalName: 'prod-data',
  arn: 'arn:aws:s3:::prod-data',
  fields: [],
  who: { known: true, principal: 'mallory', event: 'DeleteBucket', at: '2026-11-02T00:00:00Z' },
};

describe('the report', () => {
  const report = (parts: DriftReport['parts']): DriftReport => ({ environment: 'prod', parts });

  it.each([
    [0, {}],
    [0, { cloud: part<DriftedInCloud>([], []), cluster: part<never>([], []) }],
    [1, { cloud: part<DriftedInCloud>([], []), cluster: part<never>([], ['no route.']) }],
    [2, { cloud: part([bucket], []) }],
    [2, { cloud: part([bucket], []), organization: part<never>([], ['no token.']) }],
    [2, { cloud: part([bucket], ['one was not looked at.']) }],
  ] as const)('exits with %i', (code, parts) => {
    expect(exitCodeOf(report(parts))).toBe(code);
  });

  it('can be read by somebody who knows nothing of Planewright', () => {
    const text = reportAsText(
      report({ cloud: part([bucket], []), cluster: part<never>([], ['no route.', 'no route.']) }),
    );
    expect(text).toBe(`Cloud: 1 drifted.
  storage: storage-data (aws:s3/bucket:Bucket) is gone; it holds data
    who: mallory at 2026-11-02T00:00:00Z (DeleteBucket)
  Way out: planewright up --refresh sets inputs back, takes up what the cloud computed, and makes anew what is gone; what holds data and is gone must be restored first.

Cluster: not known.
  not looked at: no route.
`);
  });

  it('says that there is nothing to compare', () => {
    expect(reportAsText(report({}))).toBe('There is nothing of prod to compare.\n');
  });
});

describe('who it was', () => {
  const at = (time: string) => ({ at: time, principal: 'p', event: 'e' });
  const own = [{ from: Date.parse('2026-11-02T10:00:00Z'), to: Date.parse('2026-11-02T10:05:00Z') }];

  it('is the latest change outside of our own runs', () => {
    const events = [
      at('2026-11-02T10:05:01Z'),
      at('2026-11-02T10:03:00Z'),
      { ...at('2026-11-02T09:00:00Z'), principal: 'm' },
    ];
    expect(whoOf({ events }, own)).toMatchObject({ known: true, principal: 'm' });
  });

  it.each([
    [undefined, 'was not asked'],
    [{ unknown: 'the audit log is switched off: X' }, 'switched off'],
    [{ events: [] }, 'no change since'],
    [{ events: [at('2026-11-02T10:03:00Z')] }, 'only of our own updates'],
  ])('is not known, with a reason', (told, reason) => {
    expect(whoOf(told, own)).toMatchObject({ known: false, reason: expect.stringContaining(reason) as string });
  });

  it('is asked of AWS by name, id and ARN, and of global services in their one region', () => {
    expect(subjectOf(bucket)).toEqual({ key: bucket.urn, names: ['prod-data', 'arn:aws:s3:::prod-data'] });
    expect(subjectOf({ ...bucket, type: 'aws:iam/role:Role' }).region).toBe('us-east-1');
  });

  const live = (...managers: readonly string[]): readonly ManagedFieldsEntry[] =>
    managers.map((manager) => ({ manager, operation: 'Apply', fieldsV1: { 'f:spec': {} } }));

  it('is not us, in the cluster, and nobody where the field was taken out', () => {
    expect(whoSet(live('planewright-install', 'kubectl'), ['spec.a'])).toMatchObject({ principal: 'kubectl' });
    expect(whoSet(live('planewright-install'), ['spec.a'])).toMatchObject({ known: false });
    expect(isOurs(live('planewright-install'), 'spec.a')).toBe(true);
    expect(isOurs(live('planewright-install', 'kubectl'), 'spec.a')).toBe(false);
    expect(isOurs(live('planewrightish'), 'spec.a')).toBe(false);
    expect(isOurs(live(), 'spec.a')).toBe(false);
  });
});

describe('a resource of the organization', () => {
  const base = { kind: 'AIProvider', namespace: 'acme', name: 'openai', changes: [], drift: [] };
  const secretRef = { ...base, drift: [{ field: 'secretRef', by: 'mallory@example.com' }] };

  it('is as declared', () => expect(judged(base, undefined, undefined)).toEqual({}));

  it('could not be looked at', () => {
    const blocked = { reason: 'SecretMissing', message: 'there is none.' };
    expect(judged({ ...base, blocked }, undefined, undefined)).toEqual({
      reason: 'AIProvider acme/openai: SecretMissing: there is none.',
    });
  });

  it('says who set a key, where the vendor tells', () => {
    expect(judged(secretRef, undefined, undefined).drifted?.who).toMatchObject({ principal: 'mallory@example.com' });
  });

  it("is not called drifted where its secret cannot be compared without the operator's key", () => {
    expect(judged(secretRef, undefined, 'the key may not be read').reason).toContain('its secret was not compared');
  });

  it('is fought over, as its conditions say, though nothing differs now', () => {
    const conditions = [
      { type: 'Drifted', status: 'True', reason: 'Fight', message: 'x', lastTransitionTime: '2026-01-01T00:00:00Z' },
    ] as const;
    const resource = { apiVersion: 'v', kind: 'AIProvider', metadata: { name: 'openai' }, status: { conditions } };
    expect(judged(base, resource, undefined).drifted?.fight).toBe(true);
  });
});

it.each([
  ['storage.k8s.io/v1', 'StorageClass', 'storageclasses'],
  ['networking.gke.io/v1', 'GCPGatewayPolicy', 'gcpgatewaypolicies'],
  ['gateway.networking.k8s.io/v1', 'Gateway', 'gateways'],
  ['planewright.dev/v1alpha1', 'DataPlane', 'dataplanes'],
  ['v1', 'Secret', 'secrets'],
])('%s %s is served as %s', (apiVersion, kind, plural) => {
  expect(typeOf({ apiVersion, kind, metadata: { name: 'n' } }).plural).toBe(plural);
});

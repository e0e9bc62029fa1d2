import { describe, expect, it } from 'vitest';
import { oneWayProblems } from '../../../stacks/environment/checks/one-way.ts';
import { loadEnvironmentText } from '../../../stacks/environment/load.ts';
import { must } from '../../../src/runtime/must.ts';
import { fieldOf } from '../../../src/api/documents/problem.ts';
import { aws, filesOf, google } from './files.ts';

async function environmentOf(text: string) {
  const { environment } = await loadEnvironmentText('prod.yaml', text, filesOf({}));
  return must(environment, 'the text is valid');
}

const plane = (storage: string): readonly [string, string] => [
  '  alarms',
  `  plane: { storage: ${storage} }\n  alarms`,
];

describe('a setting that a live environment cannot take back', () => {
  it.each([
    ['metadata.name', ['name: prod', 'name: other']],
    ['spec.cloud.accountId', ["'123456789012'", "'999999999999'"]],
    ['spec.network.cidr', ['10.175.0.0/16', '10.177.0.0/16']],
    ['spec.kubernetes.version', ["version: '1.34'", "version: '1.33'"]],
    ['spec.postgres.version', ["version: '17'", "version: '16'"]],
    ['spec.postgres.storageGiB', ['storageGiB: 1000', 'storageGiB: 500']],
    [
      'spec.encryption.type',
      ['encryption: { type: New }', "encryption: { type: Existing, keyArn: 'arn:aws:kms:us-east-1:1:key/1' }"],
    ],
    ['spec.plane.namespace', ['  alarms', '  plane: { namespace: other }\n  alarms']],
    ['spec.plane.storage.locks', plane('{ locks: Redis }')],
    ['spec.plane.storage.walFooterVersion', plane('{ locks: ObjectStorage, walFooterVersion: v1 }')],
    ['spec.plane.storage.skipPostgres', plane('{ locks: ObjectStorage, skipPostgres: None }')],
  ] as const)('is %s', async (path, [from, to]) => {
    const before = await environmentOf(aws);
    const after = await environmentOf(aws.replace(from, to));
    expect(oneWayProblems(before, after).map((finding) => fieldOf(finding.path))).toEqual([path]);
    expect(oneWayProblems(before, before)).toEqual([]);
  });

  it('may go the other way where there is one', async () => {
    const before = await environmentOf(
      aws.replace(...plane('{ locks: ObjectStorage, walFooterVersion: v1, skipPostgres: None }')),
    );
    const after = await environmentOf(
      aws.replace("version: '1.34'", "version: '1.35'").replace('storageGiB: 1000', 'storageGiB: 2000'),
    );
    expect(oneWayProblems(before, after)).toEqual([]);
  });

  it('is a move where the cloud differs', async () => {
    const found = oneWayProblems(await environmentOf(aws), await environmentOf(google));
    expect(found[0]?.reason).toBe(
      'cannot go from "aws" to "google": it never changes: that is a move to another plane',
    );
  });
});

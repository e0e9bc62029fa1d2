import { ServiceIdentity } from '@pulumi/gcp/projects/serviceIdentity.js';
import { Bucket } from '@pulumi/gcp/storage/bucket.js';
import { TransferJob } from '@pulumi/gcp/storage/transferJob.js';
import type * as pulumi from '@pulumi/pulumi';
import { googlePrefixes } from '../../src/dataplane/contract/storage.ts';
import { backupBucketNamesOf, bucketNamesOf, type BucketNames } from './bucket-names.ts';
import { GoogleConcern, type GoogleContext } from './concern.ts';
import { grantMembers } from './iam-members.ts';
import { resourceNames } from './permissions/names.ts';
import { principalsOf } from './permissions/principals.ts';
import type { KeyReference } from './references.ts';
import { transferAgent } from './service-agents.ts';
import { bucketArgs } from './storage.ts';

const daySeconds = 24 * 60 * 60;

/**
 * Copies of the buckets in another region, once a day. No identity of the plane may touch them; what was overwritten or
 * deleted stays as an old version, and after that as a soft-deleted one, which nobody can end early. Why no locked
 * retention: docs/adr/0142-copies-on-google-keep-versions.md. Backups of the database go to the same region by its own
 * settings.
 */
export class Backups extends GoogleConcern {
  constructor(context: GoogleContext, keys: KeyReference, made: ReadonlyMap<string, readonly pulumi.Resource[]>) {
    super('backups', context, ['storage', 'storagetransfer']);
    const { region } = this.environment.spec.backups;
    if (region !== undefined && keys.backupKey !== undefined) {
      const names = backupBucketNamesOf(this.environment);
      const copies = new Map<string, readonly pulumi.Resource[]>();
      for (const role of ['brainstore', 'api'] as const) {
        copies.set(resourceNames.bucket(names[role]), [this.#bucket(role, names[role], region, keys.backupKey, keys)]);
      }
      const granted = this.#grants(new Map([...made, ...copies]));
      this.#job('brainstore', granted);
      this.#job('api', granted, [googlePrefixes.codeBundle]);
    }
    this.registerOutputs();
  }

  #bucket(role: string, name: string, location: string, key: pulumi.Input<string>, keys: KeyReference): Bucket {
    const { retentionDays } = this.environment.spec.backups;
    return new Bucket(
      this.named(role),
      {
        ...bucketArgs(this.environment, name, { location, key, undoDays: retentionDays }),
        labels: { ...this.labels },
        lifecycleRules: [
          {
            action: { type: 'Delete' },
            condition: { daysSinceNoncurrentTime: retentionDays, withState: 'ARCHIVED' },
          },
          { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 1 } },
        ],
      },
      this.keeps({}, keys.granted),
    );
  }

  #grants(made: ReadonlyMap<string, readonly pulumi.Resource[]>): readonly pulumi.Resource[] {
    const { project } = this;
    const agent = new ServiceIdentity(
      this.named('agent'),
      { project, service: `${transferAgent.api}.googleapis.com` },
      this.child(),
    );
    const principal = principalsOf(this.environment).find((one) => one.principal === transferAgent.role);
    return principal === undefined
      ? []
      : grantMembers(principal, {
          named: (part) => this.named(part),
          options: (after) => this.child({}, after),
          made,
          principal: [agent],
        });
  }

  #job(role: keyof BucketNames, granted: readonly pulumi.Resource[], prefixes: readonly string[] = []): void {
    const { project } = this;
    new TransferJob(
      this.named(role),
      {
        project,
        name: `transferJobs/${this.nameOf('gcp:storage/transferJob:TransferJob', `backup-${role}`)}`,
        description: `Copies ${role} of ${this.environment.metadata.name} to another region.`,
        status: 'ENABLED',
        schedule: {
          // A day long past: it begins with the next one.
          scheduleStartDate: { year: 2026, month: 1, day: 5 },
          startTimeOfDay: { hours: 1, minutes: 30, seconds: 0, nanos: 0 },
          repeatInterval: `${daySeconds}s`,
        },
        transferSpec: {
          gcsDataSource: { bucketName: bucketNamesOf(this.environment)[role] },
          gcsDataSink: { bucketName: backupBucketNamesOf(this.environment)[role] },
          ...(prefixes.length > 0 && { objectConditions: { includePrefixes: [...prefixes] } }),
          transferOptions: { overwriteWhen: 'DIFFERENT', deleteObjectsUniqueInSink: true },
        },
      },
      this.child({}, granted),
    );
  }
}

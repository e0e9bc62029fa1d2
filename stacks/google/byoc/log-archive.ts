import { ProjectBucketConfig } from '@pulumi/gcp/logging/projectBucketConfig.js';
import { ProjectSink } from '@pulumi/gcp/logging/projectSink.js';
import { IAMAuditConfig } from '@pulumi/gcp/projects/iamauditConfig.js';
import * as pulumi from '@pulumi/pulumi';
import { nameOf } from '../../naming/name-of.ts';
import { BootstrapConcern, type BootstrapContext } from './byoc-concern.ts';
import { bootstrapEnvironment } from './names.ts';

/**
 * Services whose reads are written down as well as their changes: who became which account, and who read which secret.
 * Objects are left out: Brainstore reads millions a day, and no account of the vendor may read any.
 */
const readsOf = ['iam.googleapis.com', 'secretmanager.googleapis.com', 'cloudresourcemanager.googleapis.com'];

/** What was done in the project, in a log bucket that is locked: nobody shortens it, and nobody deletes from it. */
export class LogArchive extends BootstrapConcern {
  constructor(context: BootstrapContext) {
    super('log-archive', context);
    const { project, region, archive } = this.names;
    const bucket = new ProjectBucketConfig(
      this.named('bucket'),
      {
        project,
        location: region,
        bucketId: archive,
        description: 'Audit logs. Locked.',
        retentionDays: this.environment.spec.logArchive.retentionDays,
        locked: true,
      },
      this.keeps(),
    );
    new ProjectSink(
      this.named('sink'),
      {
        project,
        name: nameOf(bootstrapEnvironment(this.environment), 'gcp:logging/projectSink:ProjectSink', 'archive'),
        description: 'Audit logs into the locked bucket.',
        destination: pulumi.interpolate`logging.googleapis.com/${bucket.id}`,
        filter:
          'log_id("cloudaudit.googleapis.com/activity") OR log_id("cloudaudit.googleapis.com/data_access") OR log_id("cloudaudit.googleapis.com/policy") OR log_id("cloudaudit.googleapis.com/system_event")',
        uniqueWriterIdentity: true,
      },
      this.child(),
    );
    for (const service of readsOf) {
      new IAMAuditConfig(
        this.named(`reads-${service.replace('.googleapis.com', '')}`),
        {
          project,
          service,
          auditLogConfigs: ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'].map((logType) => ({ logType })),
        },
        this.child(),
      );
    }
    this.registerOutputs({});
  }
}

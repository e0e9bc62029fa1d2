import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { Document } from '@pulumi/aws/ssm/document.js';
import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../../component.ts';
import type { ByocAwsEnvironment } from '../../environment/schema/environment.ts';
import type { BootstrapNames } from './names.ts';
import { bootstrapTags } from './tags.ts';

/**
 * Where shells of diagnostics write themselves down, and the one document by which a shell may be opened, which says so.
 * Source: vendor's AWS module, managed-byoc-v2, prerequisites of diagnostics.
 */
export class DiagnosticsLogging extends Concern {
  constructor(
    environment: ByocAwsEnvironment,
    names: BootstrapNames,
    key: pulumi.Input<string>,
    options: pulumi.ComponentResourceOptions,
  ) {
    super('aws', 'diagnostics', options);
    const tags = bootstrapTags(environment);
    const transcripts = new LogGroup(
      this.named('transcripts'),
      { name: names.transcriptsLogGroup, retentionInDays: 400, kmsKeyId: key, tags },
      this.keeps(),
    );
    new Document(
      this.named('shell'),
      {
        name: names.shellDocument,
        documentType: 'Session',
        documentFormat: 'JSON',
        content: JSON.stringify({
          schemaVersion: '1.0',
          description: 'A shell that is written down as it goes. Takes no parameters.',
          sessionType: 'Standard_Stream',
          inputs: {
            cloudWatchLogGroupName: names.transcriptsLogGroup,
            cloudWatchEncryptionEnabled: true,
            cloudWatchStreamingEnabled: true,
            idleSessionTimeout: '20',
            maxSessionDuration: '60',
          },
        }),
        tags,
      },
      this.child({ dependsOn: [transcripts] }),
    );
    this.registerOutputs({});
  }
}

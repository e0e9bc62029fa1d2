import { CryptoKey } from '@pulumi/gcp/kms/cryptoKey.js';
import { CryptoKeyIAMMember } from '@pulumi/gcp/kms/cryptoKeyIAMMember.js';
import { KeyRing } from '@pulumi/gcp/kms/keyRing.js';
import { Secret } from '@pulumi/gcp/secretmanager/secret.js';
import { SecretIamMember } from '@pulumi/gcp/secretmanager/secretIamMember.js';
import { Bucket } from '@pulumi/gcp/storage/bucket.js';
import { BucketIAMMember } from '@pulumi/gcp/storage/bucketIAMMember.js';
import { LocationTagBinding } from '@pulumi/gcp/tags/locationTagBinding.js';
import { TagKey } from '@pulumi/gcp/tags/tagKey.js';
import { TagValue } from '@pulumi/gcp/tags/tagValue.js';
import * as pulumi from '@pulumi/pulumi';
import { nameOf } from '../../naming/name-of.ts';
import { BootstrapConcern, type BootstrapContext } from './byoc-concern.ts';
import { bootstrapLabels } from './labels.ts';
import { bootstrapEnvironment } from './names.ts';

/**
 * What the deployer keeps in your hands: its state, and the license key that you fill in. The bucket of the state carries
 * a tag, by which the policies of denial let it alone be read.
 */
export class DeploymentStorage extends BootstrapConcern {
  constructor(context: BootstrapContext, deployer: pulumi.Input<string>) {
    super('deployment-storage', context);
    const { project, projectNumber, region, stateBucket, licenseSecret, tagKey } = this.names;
    const labels = bootstrapLabels(this.environment);
    const member = pulumi.interpolate`serviceAccount:${deployer}`;
    const key = this.#key(labels);
    const user = new CryptoKeyIAMMember(
      this.named('key-storage'),
      {
        cryptoKeyId: key.id,
        role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
        member: `serviceAccount:service-${projectNumber}@gs-project-accounts.iam.gserviceaccount.com`,
      },
      this.child(),
    );
    const bucket = new Bucket(
      this.named('state'),
      {
        project,
        name: stateBucket,
        location: region,
        uniformBucketLevelAccess: true,
        publicAccessPrevention: 'enforced',
        versioning: { enabled: true },
        softDeletePolicy: { retentionDurationSeconds: 30 * 86_400 },
        encryption: { defaultKmsKeyName: key.id },
        forceDestroy: false,
        labels,
      },
      this.keeps({ dependsOn: [user] }),
    );
    new BucketIAMMember(
      this.named('state-deployer'),
      { bucket: bucket.name, role: 'roles/storage.objectAdmin', member },
      this.child(),
    );
    const tag = new TagKey(
      this.named('tag'),
      { parent: `projects/${projectNumber}`, shortName: tagKey, description: 'What a bucket of the bootstrap is for.' },
      this.child(),
    );
    const value = new TagValue(
      this.named('tag-state'),
      { parent: tag.id, shortName: 'state', description: 'State of the deployer, which it reads and writes.' },
      this.child(),
    );
    new LocationTagBinding(
      this.named('state-tag'),
      {
        parent: pulumi.interpolate`//storage.googleapis.com/projects/_/buckets/${bucket.name}`,
        tagValue: value.id,
        location: region,
      },
      this.child(),
    );
    const secret = new Secret(
      this.named('license-key'),
      {
        project,
        secretId: licenseSecret,
        replication: { userManaged: { replicas: [{ location: region }] } },
        deletionProtection: true,
        labels,
      },
      this.keeps(),
    );
    new SecretIamMember(
      this.named('license-key-deployer'),
      { project, secretId: secret.secretId, role: 'roles/secretmanager.secretAccessor', member },
      this.child(),
    );
    this.registerOutputs({});
  }

  #key(labels: Readonly<Record<string, string>>): CryptoKey {
    const own = bootstrapEnvironment(this.environment);
    const ring = new KeyRing(
      this.named('key-ring'),
      {
        project: this.names.project,
        location: this.names.region,
        name: nameOf(own, 'gcp:kms/keyRing:KeyRing', 'keys'),
      },
      this.keeps(),
    );
    return new CryptoKey(
      this.named('key'),
      {
        keyRing: ring.id,
        name: nameOf(own, 'gcp:kms/cryptoKey:CryptoKey', 'state'),
        purpose: 'ENCRYPT_DECRYPT',
        rotationPeriod: '7776000s',
        destroyScheduledDuration: '2592000s',
        labels,
      },
      this.keeps(),
    );
  }
}

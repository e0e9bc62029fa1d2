import { Role } from '@pulumi/aws/iam/role.js';
import { Bucket } from '@pulumi/aws/s3/bucket.js';
import { Provider } from '@pulumi/aws/provider.js';
import * as pulumi from '@pulumi/pulumi';
import { Concern } from '../../stacks/component.ts';

/** A program as small as can be that has all that the engine treats differently: data, dependency, secret, component. */
interface Wish {
  readonly buckets: readonly {
    readonly name: string;
    readonly physicalName: string;
    readonly protect?: boolean;
    /** Id of what is there already. */
    readonly adopt?: string;
  }[];
  readonly owner: string;
  /** Name of a role: something that holds no data. */
  readonly role?: string;
}

class Storage extends Concern {
  readonly arns: pulumi.Output<string>[] = [];

  constructor({ buckets, owner, role }: Wish, provider: Provider) {
    super('aws', 'storage', { providers: [provider] });
    for (const { name, physicalName, protect = true, adopt } of buckets) {
      const tags = { owner, before: this.arns.at(-1) ?? '', note: pulumi.secret('canary-of-the-program') };
      const options = this.child({ protect, ...(adopt !== undefined && { import: adopt }) });
      const { arn } = new Bucket(this.named(name), { bucket: physicalName, tags }, options);
      this.arns.push(arn);
    }
    if (role !== undefined) {
      new Role(this.named('reader'), { name: role, assumeRolePolicy: '{}', tags: { owner } }, this.child({}));
    }
    this.registerOutputs({});
  }
}

export default function program(): Promise<Readonly<Record<string, unknown>>> {
  const wish = new pulumi.Config('planewright').requireObject<Wish>('environment');
  const provider = new Provider('aws', { region: 'us-east-1', allowedAccountIds: ['123456789012'] });
  const storage = new Storage(wish, provider);
  return Promise.resolve({ arns: pulumi.all(storage.arns), hidden: pulumi.secret('canary-of-an-output') });
}

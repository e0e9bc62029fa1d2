import * as pulumi from '@pulumi/pulumi';
import { must } from '../../../../src/runtime/must.ts';
import { Concern } from '../../../../stacks/component.ts';

/** A component like those of the programs, without a cloud's SDK: buckets by role, with inputs of one's own. */
export class Storage extends Concern {
  readonly buckets: readonly Bucket[];

  constructor(buckets: Readonly<Record<string, pulumi.Inputs>>, options: pulumi.ComponentResourceOptions = {}) {
    super('aws', 'storage', options);
    this.buckets = Object.entries(buckets).map(([role, inputs]) => bucket(this.named(role), inputs, this.keeps()));
  }

  get first(): Bucket {
    return must(this.buckets[0], 'the test gives one');
  }
}

export class Bucket extends pulumi.CustomResource {
  declare readonly arn: pulumi.Output<string>;
}

/** A resource of a type that the table lists. */
export function bucket(name: string, inputs: pulumi.Inputs, options: pulumi.CustomResourceOptions = {}): Bucket {
  return new Bucket('aws:s3/bucket:Bucket', name, { bucket: `acme-${name}`, arn: undefined, ...inputs }, options);
}

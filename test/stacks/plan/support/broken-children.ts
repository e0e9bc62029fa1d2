/** The planning process with programs that go wrong: the name of the environment says which. */
import * as pulumi from '@pulumi/pulumi';
import { runAsChild } from '../../../../stacks/plan/run-as-child.ts';
import { Bucket, bucket, Storage } from './storage.ts';

const boom = (): never => {
  throw new Error('the region has no nodes with NVMe');
};

class Broken extends Storage {
  constructor() {
    super({});
    boom();
  }
}

const programs: Readonly<Record<string, () => unknown>> = {
  'inside-apply': () => {
    const storage = new Storage({ brainstore: { bucket: pulumi.output('name').apply(boom) } });
    return { urn: storage.urn, arn: bucket('other', { bucketPrefix: storage.first.arn }).arn };
  },
  'inside-output': () => ({ url: pulumi.output('name').apply(boom) }),
  constructor: () => ({ storage: new Broken().urn }),
  twins: () => ({ one: new Storage({ brainstore: {} }).urn, other: new Storage({ brainstore: {} }).urn }),
  'strange-type': () => ({
    urn: new Bucket('aws:quantum/computer:Computer', 'storage-computer', {}).urn,
  }),
  invoke: () => pulumi.runtime.invoke('aws:index/getCallerIdentity:getCallerIdentity', {}).then(() => ({})),
  secretive: () => boomWith('cannot read postgres://plane:canary-password@db:5432/braintrust'),
  missing: () => {
    const message = "Cannot find package '@pulumi/aws' imported from /somewhere/program.js";
    throw Object.assign(new Error(message), { code: 'ERR_MODULE_NOT_FOUND' });
  },
  crash: () => process.kill(process.pid, 'SIGSEGV'),
  silent: () => process.exit(7),
  chatty: () => {
    process.stdout.write('a library says hello\n');
    return { urn: new Storage({ brainstore: {} }).urn };
  },
};

function boomWith(message: string): never {
  throw new Error(message);
}

await runAsChild((environment) => {
  const program = programs[environment.metadata.name];
  if (program === undefined) throw new Error(`no program is called ${environment.metadata.name}`);
  return Promise.resolve(async () => (await program()) as Readonly<Record<string, unknown>>);
});

import { Alarms } from '../../../stacks/aws/alarms.ts';
import { Backups } from '../../../stacks/aws/backups.ts';
import { Exports } from '../../../stacks/aws/exports.ts';
import { Postgres } from '../../../stacks/aws/postgres.ts';
import { Quarantine } from '../../../stacks/aws/quarantine.ts';
import { Redis } from '../../../stacks/aws/redis.ts';
import { Secrets } from '../../../stacks/aws/secrets.ts';
import { Storage } from '../../../stacks/aws/storage.ts';
import { resolveEnvironment } from '../../../stacks/environment/resolve.ts';
import { merged } from '../../../stacks/environment/merge.ts';
import type { AwsEnvironment } from '../../../stacks/environment/schema/environment.ts';
import { runProgram } from '../../../stacks/plan/run-program.ts';
import { placeOf } from '../../../stacks/place.ts';
import type { JsonValue, Plan, PlannedResource } from '../../../stacks/planned.ts';
import { must } from '../../../src/runtime/must.ts';

export const keyArn = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd';
export const key = { arn: keyArn };
/** What a database or cache is placed in, as the program would hand it over. */
export const surroundings = {
  network: {
    vpcId: 'vpc-0123456789abcdef0',
    cidr: '10.175.0.0/18',
    privateSubnetIds: ['subnet-private1', 'subnet-private2'],
    dataSubnetIds: ['subnet-data1', 'subnet-data2'],
    publicSubnetIds: [],
  },
  key,
  cluster: { name: 'acme', nodeSecurityGroupId: 'sg-nodes' },
};

/** A self-hosted environment on AWS, with what a test changes in its spec. */
export function awsEnvironment(spec: object = {}, name = 'acme'): AwsEnvironment {
  const document = {
    apiVersion: 'environment.planewright.dev/v1alpha1',
    kind: 'Environment',
    metadata: { name },
    spec: merged(
      {
        mode: 'SelfHosted',
        profile: 'production',
        version: '2.9.0',
        organization: { name: 'Acme' },
        cloud: {
          provider: 'aws',
          accountId: '123456789012',
          region: 'us-east-1',
          zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
        },
        entry: { hostname: 'braintrust.acme.example' },
      },
      spec,
    ),
  };
  const environment = resolveEnvironment(document);
  if (environment.spec.mode !== 'SelfHosted' || environment.spec.cloud.provider !== 'aws') {
    throw new TypeError('the environment of a test is self-hosted on AWS');
  }
  return environment as AwsEnvironment;
}

/** What some concerns of an environment would make. */
export function planOf(
  spec: object,
  make: (environment: AwsEnvironment) => Readonly<Record<string, unknown>>,
  name?: string,
): Promise<Plan> {
  const environment = awsEnvironment(spec, name);
  return runProgram({
    environment: environment.metadata.name,
    place: placeOf(environment),
    program: () => Promise.resolve(make(environment)),
  });
}

/** What all data services of an environment would make, each after the other as the program does it. */
export function planDataServices(spec: object = {}, name?: string): Promise<Plan> {
  const make = (environment: AwsEnvironment) => {
    const storage = new Storage(environment, key);
    const postgres = new Postgres(environment, surroundings);
    const redis = new Redis(environment, surroundings);
    new Secrets(environment, key);
    new Quarantine(environment, { key });
    new Exports(environment, { brainstoreRoleArn: 'arn:aws:iam::123456789012:role/acme-brainstore' });
    new Backups(environment, { storage, postgres, key });
    const entry = { loadBalancer: 'app/acme/0123456789abcdef' };
    new Alarms(environment, { postgres, redis, storage, entry });
    return { postgresUrl: postgres.urlSource, redisUrl: redis.urlSource };
  };
  return planOf(spec, make, name);
}

/** The one resource of that logical name. */
export function resource(plan: Plan, name: string): PlannedResource {
  return must(
    plan.resources.find((found) => found.name === name),
    `the plan has ${name}: ${plan.resources.map((found) => found.name).join(', ')}`,
  );
}

export function ofType(plan: Plan, type: string): readonly PlannedResource[] {
  return plan.resources.filter((found) => found.type === type);
}

export interface PlannedStatement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: unknown;
  readonly Resource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Statements of a policy that an input holds as text. */
export function statements(policy: JsonValue | undefined): readonly PlannedStatement[] {
  if (typeof policy !== 'string') throw new TypeError('a policy is a text');
  return (JSON.parse(policy) as { readonly Statement: readonly PlannedStatement[] }).Statement;
}

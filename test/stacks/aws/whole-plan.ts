import { program } from '../../../stacks/aws/program.ts';
import { runProgram } from '../../../stacks/plan/run-program.ts';
import { placeOf } from '../../../stacks/place.ts';
import type { JsonValue, Plan } from '../../../stacks/planned.ts';
import { awsEnvironment } from './data-services.ts';

/** Plan of a whole environment on AWS, with what a test changes in its spec. */
export function wholePlan(spec: object = {}): Promise<Plan> {
  const environment = awsEnvironment(spec);
  return runProgram({
    environment: environment.metadata.name,
    place: placeOf(environment),
    program: () => program(environment),
  });
}

export const existingNetwork = {
  network: {
    type: 'Existing',
    vpcId: 'vpc-0123456789abcdef0',
    cidr: '10.20.0.0/16',
    privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
    publicSubnetIds: ['subnet-0123456789abcdef3', 'subnet-0123456789abcdef4'],
  },
};

export const existingCluster = {
  kubernetes: { type: 'Existing', name: 'platform', securityGroupId: 'sg-0123456789abcdef0' },
};

export const oidcCluster = {
  kubernetes: {
    ...existingCluster.kubernetes,
    oidcProviderArn: 'arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC',
  },
};

export const broughtData = {
  postgres: { type: 'Existing', host: 'db.acme.example', urlSecret: 'acme/postgres-url' },
  redis: { type: 'Existing', host: 'redis.acme.example', urlSecret: 'acme/redis-url' },
  storage: { type: 'Existing', brainstore: 'acme-bs', responses: 'acme-resp', codeBundles: 'acme-code' },
  encryption: { type: 'Existing', keyArn: 'arn:aws:kms:us-east-1:123456789012:key/1234abcd' },
};

export const broughtIdentity = {
  identity: {
    type: 'Existing',
    apiRoleArn: 'arn:aws:iam::123456789012:role/api',
    brainstoreRoleArn: 'arn:aws:iam::123456789012:role/brainstore',
    operatorRoleArn: 'arn:aws:iam::123456789012:role/operator',
  },
};

/** An input that is a text. */
export function textOf(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw new TypeError(`${JSON.stringify(value)} is no text`);
  return value;
}

import type { AwsAccount } from '../../../clouds/account/aws.ts';
import { mapped, type Answer } from '../../../clouds/account/answer.ts';
import { judgeNames, type NameState } from '../judge.ts';
import { newNames, type Preflight } from '../subject.ts';
import type { Verdict } from '../verdict.ts';

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly lookUp: (account: AwsAccount, preflight: Preflight, name: string) => Promise<Answer<NameState>>;
  readonly wayOut: (name: string, state: NameState) => string;
}

const otherName = 'Give the environment another name.';

const oneOf =
  (list: (account: AwsAccount) => Promise<readonly string[]>): Kind['lookUp'] =>
  async (account, { ask }, name) =>
    mapped(await ask(() => list(account)), (names): NameState => (names.includes(name) ? 'ours' : 'free'));

const kinds: readonly Kind[] = [
  {
    id: 'names.buckets',
    title: 'Names of S3 buckets',
    type: 'aws:s3/bucket:Bucket',
    lookUp: (account, { ask }, name) => ask(() => account.bucket(name)),
    wayOut: (name, state) =>
      state === 'taken' ? otherName : `Move what is in it, then: aws s3 rb s3://${name} --force. Or: ${otherName}`,
  },
  {
    id: 'names.cluster',
    title: 'Name of the EKS cluster',
    type: 'aws:eks/cluster:Cluster',
    lookUp: oneOf((account) => account.clusterNames()),
    wayOut: (name) => `aws eks describe-cluster --name ${name} shows whose it is. Delete it, or: ${otherName}`,
  },
  {
    id: 'names.database',
    title: 'Name of the RDS instance',
    type: 'aws:rds/instance:Instance',
    lookUp: oneOf((account) => account.databaseNames()),
    wayOut: (name) => `aws rds describe-db-instances --db-instance-identifier ${name} shows whose it is. ${otherName}`,
  },
  {
    id: 'names.roles',
    title: 'Names of IAM roles',
    type: 'aws:iam/role:Role',
    lookUp: oneOf((account) => account.roleNames()),
    wayOut: (name) => `aws iam delete-role --role-name ${name}, once nobody uses it. Or: ${otherName}`,
  },
];

/** A verdict for each kind of name that the plan takes anew. */
export async function nameVerdicts(preflight: Preflight, account: AwsAccount): Promise<readonly Verdict[]> {
  const verdicts = kinds.map(async ({ id, title, type, lookUp, wayOut }): Promise<readonly Verdict[]> => {
    const wanted = newNames(preflight, type);
    if (wanted.length === 0) return [];
    const names = await Promise.all(
      wanted.map(async (name) => ({ name, answer: await lookUp(account, preflight, name) })),
    );
    return [judgeNames({ subject: { id, title }, names, begun: preflight.begun, wayOut })];
  });
  return (await Promise.all(verdicts)).flat();
}

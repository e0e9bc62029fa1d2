import { textAt } from '../../../../stacks/inputs.ts';
import type { GoogleAccount } from '../../../clouds/account/google.ts';
import { mapped, type Answer } from '../../../clouds/account/answer.ts';
import { judgeNames, type NameState } from '../judge.ts';
import { newNames, type Preflight } from '../subject.ts';
import type { Verdict } from '../verdict.ts';

interface Where {
  readonly project: string;
  readonly region: string;
}

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly url: (name: string, where: Where, location: string) => string;
  readonly wayOut: (name: string, where: Where) => string;
}

const otherName = 'Give the environment another name.';

const kinds: readonly Kind[] = [
  {
    id: 'names.cluster',
    title: 'Name of the GKE cluster',
    type: 'gcp:container/cluster:Cluster',
    url: (name, { project, region }) =>
      `https://container.googleapis.com/v1/projects/${project}/locations/${region}/clusters/${name}`,
    wayOut: (name, { project, region }) =>
      `gcloud container clusters describe ${name} --region ${region} --project ${project} shows whose it is. Delete it, or: ${otherName}`,
  },
  {
    id: 'names.database',
    title: 'Name of the Cloud SQL instance',
    type: 'gcp:sql/databaseInstance:DatabaseInstance',
    url: (name, { project }) => `https://sqladmin.googleapis.com/v1/projects/${project}/instances/${name}`,
    wayOut: (name, { project }) =>
      `gcloud sql instances describe ${name} --project ${project} shows whose it is. ${otherName}`,
  },
  {
    id: 'names.service-accounts',
    title: 'Names of service accounts',
    type: 'gcp:serviceaccount/account:Account',
    url: (name, { project }) =>
      `https://iam.googleapis.com/v1/projects/${project}/serviceAccounts/${name}@${project}.iam.gserviceaccount.com`,
    wayOut: (name, { project }) =>
      `gcloud iam service-accounts delete ${name}@${project}.iam.gserviceaccount.com, once nobody uses it. Or: ${otherName}`,
  },
  {
    id: 'names.key-rings',
    title: 'Names of key rings',
    type: 'gcp:kms/keyRing:KeyRing',
    url: (name, { project }, location) =>
      `https://cloudkms.googleapis.com/v1/projects/${project}/locations/${location}/keyRings/${name}`,
    wayOut: () => `Google Cloud never deletes a key ring. ${otherName}`,
  },
];

/** A verdict for each kind of name that the plan takes anew. */
export async function nameVerdicts(
  preflight: Preflight,
  account: GoogleAccount,
  where: Where,
): Promise<readonly Verdict[]> {
  const { plan, ask, begun } = preflight;
  const buckets = newNames(preflight, 'gcp:storage/bucket:Bucket');
  const bucketVerdict = async (): Promise<Verdict> => {
    const names = await Promise.all(
      buckets.map(async (name) => ({ name, answer: await ask((): Promise<NameState> => account.bucket(name)) })),
    );
    const wayOut = (name: string, state: NameState): string =>
      state === 'taken'
        ? otherName
        : `Move what is in it, then: gcloud storage rm --recursive gs://${name}. Or: ${otherName}`;
    return judgeNames({ subject: { id: 'names.buckets', title: 'Names of buckets' }, names, begun, wayOut });
  };
  const others = kinds.map(async ({ id, title, type, url, wayOut }): Promise<readonly Verdict[]> => {
    const wanted = newNames(preflight, type);
    if (wanted.length === 0) return [];
    const locationOf = (name: string): string => {
      const resource = plan.resources.find((one) => one.type === type && one.physicalName === name);
      return textAt(resource?.inputs, 'location');
    };
    const names = await Promise.all(
      wanted.map(async (name) => {
        const isThere = await ask(() => account.isThere(url(name, where, locationOf(name))));
        const answer: Answer<NameState> = mapped(isThere, (there) => (there ? 'ours' : 'free'));
        return { name, answer };
      }),
    );
    return [judgeNames({ subject: { id, title }, names, begun, wayOut: (name) => wayOut(name, where) })];
  });
  const found = await Promise.all([buckets.length > 0 ? bucketVerdict().then((one) => [one]) : [], ...others]);
  return found.flat();
}

import type { HeldObject } from '../../../stacks/engine/data.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { placeOf } from '../../../stacks/place.ts';
import type { EmptyingProgress } from '../../clouds/buckets/empty.ts';
import type { Io } from '../io.ts';

/** A bucket that its cloud does not delete as long as something is in it. */
export interface FullBucket {
  readonly cloud: 'aws' | 'google';
  readonly name: string;
  readonly region: string;
}

export type EmptyBucket = (bucket: FullBucket, tell: EmptyingProgress) => Promise<number>;

/** Buckets that must be emptied first; Azure deletes a container with what is in it. */
export function bucketsIn(going: readonly HeldObject[], environment: Environment): readonly FullBucket[] {
  const { region } = placeOf(environment);
  return going.flatMap(({ type, id }) => {
    const cloud = bucketTypes[type];
    return cloud === undefined ? [] : [{ cloud, name: id, region }];
  });
}

const bucketTypes: Readonly<Record<string, FullBucket['cloud']>> = {
  'aws:s3/bucket:Bucket': 'aws',
  'gcp:storage/bucket:Bucket': 'google',
};

/** By the clouds' own calls, as whoever is signed in. */
export function emptied({ env, signal }: Pick<Io, 'env' | 'signal'>): EmptyBucket {
  return async ({ cloud, name, region }, tell) => {
    const { emptyGoogleBucket, emptyS3Bucket } = await import('../../clouds/buckets/empty.ts');
    if (cloud === 'aws') return emptyS3Bucket({ bucket: name, region }, tell, signal);
    const { googleCall } = await import('../../clouds/google.ts');
    return emptyGoogleBucket(name, await googleCall(env), tell, signal);
  };
}

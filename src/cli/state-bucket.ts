import { createHash } from 'node:crypto';
import type { Environment } from '../../stacks/environment/schema/environment.ts';
import { placeOf } from '../../stacks/place.ts';
import {
  makeAzureState,
  makeGoogleState,
  makeS3State,
  stateContainer,
  type MadeState,
  type WantedState,
} from '../clouds/buckets/state-bucket.ts';
import { systemClock } from '../runtime/clock.ts';
import { PlanewrightError } from '../runtime/errors.ts';
import type { Io } from './io.ts';

type Provider = 'aws' | 'google' | 'azure';

/** Makes the bucket in the cloud that is meant. */
export type MakeState = (cloud: Provider, wanted: WantedState) => Promise<MadeState>;

/** The bucket of an environment's state, and its address as the engine writes it. */
export interface StateBucket {
  readonly cloud: Provider;
  readonly wanted: WantedState;
  readonly backend: string;
}

/** Names are unique in the world at AWS and Google, and letters and digits alone on Azure. */
export function stateBucketOf(environment: Pick<Environment, 'metadata' | 'spec'>): StateBucket {
  const { spec, metadata } = environment;
  if (spec.mode === 'SaaS') throw new PlanewrightError('InvalidArgument', 'A SaaS environment has no state.');
  const { account, region } = placeOf(environment as Environment);
  const cloud = spec.cloud.provider;
  const digest = createHash('sha256').update(account).digest('hex');
  switch (cloud) {
    case 'aws': {
      const bucket = `${metadata.name}-${account}-state`;
      return { cloud, wanted: { bucket, account, region }, backend: `s3://${bucket}?region=${region}&awssdk=v2` };
    }
    case 'google': {
      const bucket = `${metadata.name}-${digest.slice(0, 12)}-state`;
      return { cloud, wanted: { bucket, account, region }, backend: `gs://${bucket}` };
    }
    case 'azure': {
      const bucket = `${metadata.name.replaceAll('-', '').slice(0, 10)}state${digest.slice(0, 8)}`;
      const backend = `azblob://${stateContainer}?storage_account=${bucket}`;
      return { cloud, wanted: { bucket, account, region }, backend };
    }
  }
}

/** By the clouds' own calls, as whoever is signed in. */
export function realMakeState({ env, signal }: Pick<Io, 'env' | 'signal'>): MakeState {
  return async (cloud, wanted) => {
    switch (cloud) {
      case 'aws':
        return makeS3State(wanted, signal);
      case 'google': {
        const { googleCall } = await import('../clouds/google.ts');
        return makeGoogleState(wanted, await googleCall(env), signal);
      }
      case 'azure': {
        const { azureCall } = await import('../clouds/azure.ts');
        return makeAzureState(wanted, await azureCall(env), systemClock, signal);
      }
    }
  };
}

/** @throws PlanewrightError StateBucketTaken where there is one that is not ours: nothing was done to it. */
export async function madeStateBucket(
  { cloud, wanted }: StateBucket,
  make: MakeState,
  io: Pick<Io, 'err'>,
): Promise<void> {
  const made = await make(cloud, wanted);
  if (made.kind === 'taken') {
    throw new PlanewrightError('StateBucketTaken', `${wanted.bucket} is not taken over for state: ${made.reason}.`);
  }
  const what = made.kind === 'made' ? 'is made' : 'was there, and is set up again';
  io.err(`${wanted.bucket} in ${wanted.account} ${what}: versions, encryption, nothing public.\n`);
}

import type { Environment } from './environment/schema/environment.ts';

/** Where the resources of an environment are. */
export interface Place {
  /** Account id, project or subscription; empty where nothing is made. */
  readonly account: string;
  readonly region: string;
}

export function placeOf({ spec }: Environment): Place {
  if (spec.mode === 'SaaS') return { account: '', region: '' };
  switch (spec.cloud.provider) {
    case 'aws':
      return { account: spec.cloud.accountId, region: spec.cloud.region };
    case 'google':
      return { account: spec.cloud.project, region: spec.cloud.region };
    case 'azure':
      return { account: spec.cloud.subscriptionId, region: spec.cloud.location };
  }
}

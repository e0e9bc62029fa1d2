/** What a deployment of the API may differ in. Reference: the vendor's published history and route tables. */
export interface BraintrustProfile {
  /** `hosted` answers 404 to `/ping`; a plane of one's own serves it. */
  readonly host: 'hosted' | 'plane';
  /** `apiGateway` (AWS planes before module v7) routes no DELETE on a collection: 403. */
  readonly routing: 'loadBalancer' | 'apiGateway';
  /** `july-2026` answers 404 on routes that came later and refuses later fields; `newest` knows them. */
  readonly api: 'july-2026' | 'newest';
  /** Lists show the state of so many milliseconds ago; reads by id are current. */
  readonly listLagMs: number;
  /** Objects a page where the request names no limit. */
  readonly defaultPageSize: number;
  /** Larger limits are cut to this. */
  readonly largestPageSize: number;
  /** Requests a token may make in a minute; then 429 with Retry-After. */
  readonly requestsPerMinute: number;
  /** Answers carry fields and enum values that no published schema knows. */
  readonly unknownInAnswers: boolean;
}

export const usualProfile: BraintrustProfile = {
  host: 'hosted',
  routing: 'loadBalancer',
  api: 'newest',
  listLagMs: 0,
  defaultPageSize: 100,
  largestPageSize: 1000,
  requestsPerMinute: Infinity,
  unknownInAnswers: false,
};

export type Plan = 'Starter' | 'Pro' | 'Enterprise';

/** Fields that a plan must include before they can be written. */
export const planLimits: readonly {
  readonly resource: string;
  readonly field: string;
  readonly plans: readonly Plan[];
}[] = [
  { resource: 'organization', field: 'api_url', plans: ['Enterprise'] },
  { resource: 'organization', field: 'is_dataplane_private', plans: ['Enterprise'] },
];

/** Routes that came after the July 2026 specification: absent there, and not played by the stand-in later. */
export const laterRoutes: readonly string[] = ['/v1/project_group', '/v1/org_automation'];

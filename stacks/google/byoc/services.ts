import { vendorApis } from '../apis.ts';

/** Services that a plane needs. Source: vendor's Google module, managed-byoc. */
export const planeServices: readonly string[] = [...vendorApis, 'cloudquotas']
  .sort()
  .map((service) => `${service}.googleapis.com`);

/** What the bootstrap itself needs beyond them: policies of the organization. */
export const bootstrapServices: readonly string[] = ['orgpolicy.googleapis.com'];

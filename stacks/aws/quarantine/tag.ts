/**
 * Tag that the API puts on each function that it makes, and by which rights on functions are held to those. Source:
 * vendor's AWS module 6.6.0, services-common.
 */
export const quarantineTag = { key: 'BraintrustQuarantine', value: 'true' } as const;

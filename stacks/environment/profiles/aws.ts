import type { CloudDefaults } from './profile-defaults.ts';

/** What each profile says on aws; every field that the schema calls profiled. */
export const awsDefaults: CloudDefaults = () => ({});

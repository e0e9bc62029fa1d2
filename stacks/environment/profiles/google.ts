import type { CloudDefaults } from './profile-defaults.ts';

/** What each profile says on google; every field that the schema calls profiled. */
export const googleDefaults: CloudDefaults = () => ({});

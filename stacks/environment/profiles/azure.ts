import type { CloudDefaults } from './profile-defaults.ts';

/** What each profile says on azure; every field that the schema calls profiled. */
export const azureDefaults: CloudDefaults = () => ({});

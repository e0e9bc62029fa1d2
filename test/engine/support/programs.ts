import { fileURLToPath } from 'node:url';

/** The programs as they ship. */
export const shippedMain = fileURLToPath(new URL('../../../stacks/index.ts', import.meta.url));

/** Examples that together run every program of ours. */
export const everyProgram = [
  'aws-production',
  'google-standard',
  'azure-production',
  'byoc-aws',
  'byoc-google',
] as const;

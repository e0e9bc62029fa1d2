/** A file, what to replace by what, and the sentence; of a list the first is the one that breaks the check named. */
export type Case = readonly [
  check: string,
  file: 'saas' | 'aws' | 'google' | 'azure' | 'byocAws',
  from: string,
  to: string,
  sentence: string,
];

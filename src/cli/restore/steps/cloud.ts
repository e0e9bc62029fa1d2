/** The commands of one cloud, by what they do. Names are already those of the environment. */
export interface CloudCommands {
  /** Shows that a key is enabled and stays. */
  readonly key: (name: string, region: string) => readonly string[];
  /** Shows that a secret has a current version, without its value. */
  readonly secret: (name: string) => readonly string[];
  /** Reads a secret into a variable of the shell, so that it is on no command line and in no file. */
  readonly read: (name: string, variable: string) => string;
  /** Lists what of a bucket is not as it was at a moment, and sets it back, version by version. */
  readonly bucket: (name: string, moment: string, except: string) => readonly string[];
  /** What to know of that on this cloud, as a sentence. */
  readonly bucketNote?: string;
  /** Restores the database to a moment, beside the old one. */
  readonly database: (name: string, restored: string, moment: string) => readonly string[];
}

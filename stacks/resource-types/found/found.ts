/**
 * How an object is found again that a killed run may have made without recording it. Texts may hold `{name}`,
 * `{account}`, `{region}` and `{input.<property>}`, as in `ResourceType.computed`, and `{encoded.<property>}`, which is escaped as in a URL.
 */
export type Found =
  | ReadById
  /** The provider lists it: by our tags or by what it belongs to. Each id is read then, and must have what was asked for. */
  | ListedByProvider
  /** AWS's index of tags lists it: for types of which the provider has no list of their own. */
  | ListedByTags
  /** Only the cloud's own API lists it: the provider has no list of the type. */
  | ListedByApi
  /**
   * Nothing needs to be found: to create it once more does nothing that was not done, so the pending operation is dropped.
   */
  | { readonly by: 'again'; readonly why: string; readonly source: string };

/** The provider reads it by an id that follows from its name or its parts. */
interface ReadById {
  readonly by: 'id';
  /** What the provider takes for an import, where that is not the id. */
  readonly id: string;
  /** How the provider says that there is none, where it fails instead of answering with nothing. */
  readonly noneText?: RegExp;
}

interface Listed {
  /** Inputs that tell it from others of the list; each must be equal in what the cloud says of it. */
  readonly same: readonly string[];
}

export interface ListedByProvider extends Listed {
  readonly by: 'list';
  /** Token of the provider's function. */
  readonly token: string;
  /** Arguments; `tags` stands for our tags of the object. */
  readonly args: Readonly<Record<string, string>> | 'tags';
  /** Where the ids stand in the answer: `ids`, or `keys.name` for a list of objects. */
  readonly ids: string;
  /** How the provider says that there is none, where it fails instead of answering with an empty list. */
  readonly noneText?: RegExp;
}

export interface ListedByTags extends Listed {
  readonly by: 'tags';
  /** Service as AWS's index of tags calls it. */
  readonly service: string;
  /** Shape of the ARN; its groups are what {@link id} is made of. */
  readonly arn: RegExp;
  /** What the provider reads it by: `$1`, or `$1,$2`. */
  readonly id: string;
}

export interface ListedByApi extends Listed {
  readonly by: 'api';
  /** Inputs that say of what it is the list; without them nothing can be listed. */
  readonly within: readonly string[];
  readonly list: 'google-alert-policies' | 'aws-backup-selections' | 'azure-object-replication';
}

export type FoundTable = Readonly<Record<string, Found>>;

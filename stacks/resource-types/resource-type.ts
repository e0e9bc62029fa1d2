/**
 * What a cloud's SDK does not tell about a type of resource, and what everything but the programs themselves needs to
 * know: the offline plan, the policies, the gate before an update, the stand-in provider. The npm packages of the clouds
 * carry no schema, so this is a table of our own, each row with its source.
 */
export interface ResourceType {
  /** How the object is called in the cloud, by which it can be found again after a crash. */
  readonly name: NameRule | Nameless;
  /**
   * Outputs that the cloud computes, as far as a program reads them. A text may hold `{name}`, `{account}`, `{region}`,
   * `{id}` and `{input.<property>}`: then it is known before the object exists. `Unknown` is known only afterwards. A key
   * may be a path, such as `masterUserSecrets.0.secretArn`.
   */
  readonly computed: Readonly<Record<string, string | Unknown>>;
  /** Template of the id, as in {@link computed}. If left out: the name, and unknown for a type without names. */
  readonly id?: string | Unknown;
  /** Inputs, by path such as `settings.0.tier`, whose change makes the cloud delete the object and make another. */
  readonly replacedBy: readonly string[];
  /** Outputs that are secrets, whatever the SDK marks. */
  readonly secretOutputs?: readonly string[];
  /** Whether something is lost for good when it is deleted or replaced: data, or a key that opens data. */
  readonly holdsData: boolean;
  /** Why it holds data, or is protected for another reason; required where `holdsData`. */
  readonly holds?: string;
  /** Whether it can be encrypted, tagged, or must be excused from either; read by the policies. */
  readonly tags?: 'tags' | 'labels' | 'none';
  /** What a deployer needs to create, read, change and delete it: IAM actions (AWS), permissions or roles (Google), operations (Azure). */
  readonly deployer: readonly string[];
  /** Where the facts of this row are published. */
  readonly source: string;
}

export interface NameRule {
  /** Input that carries the physical name; `name` in most types. */
  readonly property: string;
  readonly max: number;
  readonly min?: number;
  /** Pattern of the whole name. */
  readonly pattern: RegExp;
  /** What stands between the parts of a name; none where the cloud takes letters and digits only. Default `-`. */
  readonly separator?: '-' | '';
  /** Among whom it must be unique; `global`: among all customers of the cloud. */
  readonly unique: 'global' | 'account' | 'region' | 'parent';
}

/** A type whose objects have no name of their own: an attachment, a rule, a version. */
interface Nameless {
  /** How an object is found again: by its parents and which input. */
  readonly foundBy: string;
}

export interface Unknown {
  readonly unknown: 'text' | 'number' | 'list' | 'object';
}

export const unknownText: Unknown = { unknown: 'text' };
export const unknownNumber: Unknown = { unknown: 'number' };

export type ResourceTypeTable = Readonly<Record<string, ResourceType>>;

export function isNamed(type: ResourceType): type is ResourceType & { readonly name: NameRule } {
  return 'property' in type.name;
}

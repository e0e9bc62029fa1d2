/**
 * What somebody may do in the cloud, as a table: the programs make policy documents of it, `planewright permissions`
 * and `docs/permissions` print it. `Ref` names a resource: an output inside a program, words for a person.
 */
export interface Grant<Ref = string> {
  /** Unique within its principal; the `Sid` of a statement on AWS. Letters and digits. */
  readonly id: string;
  /** Actions (AWS, Azure), or roles and permissions (Google). Never a bare `*`. */
  readonly allows: readonly string[];
  readonly on: readonly Ref[];
  /** What a denial spares (`NotResource` on AWS): it holds for everything else, and `on` is empty. Denials only. */
  readonly exceptOn?: readonly Ref[];
  /** Condition of a statement (AWS), by operator and key. */
  readonly onlyIf?: Readonly<Record<string, Readonly<Record<string, Ref | readonly Ref[]>>>>;
  /** Condition in the cloud's own language (Google's CEL, Azure's conditions). */
  readonly expression?: string;
  /** Component that needs it. */
  readonly neededBy: string;
  /** What for, as a clause: "writes segments and deletes those that were merged". */
  readonly why: string;
  /** Why it must hold for everything, where `on` is `*`: required there. */
  readonly everywhere?: string;
}

/** Somebody: a component, the operator, a node, a role of the vendor. */
export interface Principal<Ref = string> {
  readonly principal: string;
  /** What it is, as a sentence. */
  readonly description: string;
  /** Who may act as it. */
  readonly trusts: readonly string[];
  readonly grants: readonly Grant<Ref>[];
  /** Policies that the cloud itself keeps and requires by name. */
  readonly managed?: readonly ManagedPolicy[];
  /** What it must not do whatever it is granted; statements of denial. */
  readonly denies?: readonly Grant<Ref>[];
}

/** A policy that belongs to the cloud: what it allows changes without us, so each has a reason. */
export interface ManagedPolicy {
  /** Its name, such as `AmazonEKSClusterPolicy`. */
  readonly name: string;
  readonly neededBy: string;
  readonly why: string;
}

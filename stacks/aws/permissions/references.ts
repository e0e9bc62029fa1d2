/** Puts references into a text: `String` templates for words, `pulumi.interpolate` for outputs. */
type Write<Ref> = (parts: TemplateStringsArray, ...values: readonly Ref[]) => Ref;

/** What the tables speak of, as ARNs. */
export interface PlaneReferences<Ref> {
  readonly write: Write<Ref>;
  readonly region: string;
  readonly brainstoreBucket: Ref;
  readonly responsesBucket: Ref;
  readonly codeBundlesBucket: Ref;
  readonly key: Ref;
  /** Secrets that the plane's Secret is composed of. */
  readonly secrets: readonly Ref[];
  /** Roles that exports are written by. */
  readonly exportRoles: readonly Ref[];
}

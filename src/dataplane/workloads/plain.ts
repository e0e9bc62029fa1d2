/**
 * What a class of the client library looks like as a plain object on the wire. We use that library's types for their
 * fields only: its classes exist to be serialised by it, and it spells `from` as `_from`.
 */
export type Plain<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : T extends object
      ? { readonly [Key in keyof T as Key extends '_from' ? 'from' : Key]: Plain<T[Key]> }
      : T;

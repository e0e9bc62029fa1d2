/**
 * Whether version `a` is older than `b`. Versions of one resource type are decimal numbers that only grow, of any length
 * (KEP-5504 makes it a promise; etcd's revisions always were). Anything else compares as "not older": what cannot be
 * ordered is taken as it comes.
 */
export function isOlder(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined || !decimal.test(a) || !decimal.test(b)) return false;
  return a.length === b.length ? a < b : a.length < b.length;
}

const decimal = /^(0|[1-9]\d*)$/;

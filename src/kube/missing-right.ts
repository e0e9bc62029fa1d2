/** The API server's words where RBAC refuses: whoever asked, for what, where. They hold names only, never values. */
const refusal =
  /User "(?<user>[^"]+)" cannot (?<verb>[a-z]+) resource "(?<resource>[^"]+)" in API group "(?<group>[^"]*)"(?: in the namespace "(?<namespace>[^"]+)"| at the cluster scope)/;

/**
 * The right that a refusal was about, as a sentence and as the step that ends it; undefined where something other than
 * RBAC refused (a quota, an admission policy). Server-side apply is `create` where the object is not there, and `patch`
 * where it is: only the server knows which of the two was missing.
 */
export function missingRight(message: string): { readonly sentence: string; readonly next: string } | undefined {
  const { user, verb, resource, group, namespace } = refusal.exec(message)?.groups ?? {};
  if (user === undefined || verb === undefined || resource === undefined) return undefined;
  const what = `${verb} ${resourceText(group ?? '', resource)}`;
  const where = namespace === undefined ? 'in the whole cluster' : `in namespace ${namespace}`;
  return {
    sentence: `${user} may not ${what} ${where}`,
    next: `Grant it the right to ${what} ${where}; the operator has its rights from \`planewright install --govern\`, or from charts/operator (governedNamespaces).`,
  };
}

/** A resource as kubectl writes it, with its subresource: `pods`, `deployments.apps`, `projects.planewright.dev/status`. */
export function resourceText(group: string, resource: string): string {
  const [plural = '', subresource] = resource.split('/');
  const kind = group === '' ? plural : `${plural}.${group}`;
  return subresource === undefined ? kind : `${kind}/${subresource}`;
}

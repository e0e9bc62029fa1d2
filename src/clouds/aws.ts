/**
 * Settings of every client of AWS: the default chain of credentials (variables, profile, web identity, Pod Identity,
 * instance), and the endpoints that `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_<SERVICE>` name, as with any tool of AWS.
 * Clients are made in modules that are loaded late (`await import('./secret-stores/aws.ts')`) and import the SDK at their head: a
 * bundle has no named exports of a CommonJS package that is loaded late itself.
 */
export function awsSettings(region: string): { readonly region: string; readonly maxAttempts: number } {
  return { region, maxAttempts: 4 };
}

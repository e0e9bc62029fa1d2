/**
 * Settings of every client of AWS: the default chain of credentials (variables, profile, web identity, Pod Identity,
 * instance), and the endpoints that `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_<SERVICE>` name, as with any tool of AWS.
 * Clients are loaded where they are used: `await import('@aws-sdk/client-sts')`.
 */
export function awsSettings(region: string): { readonly region: string; readonly maxAttempts: number } {
  return { region, maxAttempts: 4 };
}

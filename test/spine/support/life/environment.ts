/** Name of the environment, and of its file. */
export const name = 'life';
export const place = { account: '444455556666', region: 'us-east-1' } as const;
/** As it is typed before something is taken down. */
export const account = `${name}@${place.account}`;
export const licenseKeyName = `${name}-license-key`;
/** Where the plane stands, and the organization's resources. */
export const namespace = 'braintrust';

/** What of the environment the story changes. */
export interface Wish {
  readonly version: string;
  readonly team: string;
}

/** An environment on AWS in which everything is made. */
export function environmentText({ version, team, apiUrl }: Wish & { readonly apiUrl: string }): string {
  return `apiVersion: environment.planewright.dev/v1alpha1
kind: Environment
metadata: { name: ${name} }
spec:
  mode: SelfHosted
  profile: sandbox
  version: ${version}
  organization: { name: Acme, apiUrl: '${apiUrl}' }
  cloud: { provider: aws, accountId: '${place.account}', region: ${place.region} }
  tags: { team: ${team} }
  kubernetes: { type: New, endpoint: { access: Public, authorizedCidrs: [203.0.113.0/24] } }
  entry: { access: Public, hostname: braintrust-life.example.com, allowedCidrs: [203.0.113.0/24] }
  alarms: { emails: [platform@example.com] }
`;
}

import { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity/userAssignedIdentity.js';
import { AzureCliScript } from '@pulumi/azure-native/resources/azureCliScript.js';
import type { Server } from '@pulumi/azure-native/dbforpostgresql/server.js';
import type * as pulumi from '@pulumi/pulumi';
import { nameOf } from '../naming/name-of.ts';
import { stableUuid } from '../naming/stable-uuid.ts';
import { postgresParameters } from './postgres-parameters.ts';
import { assignRoles } from './role-assignments.ts';
import type { Site } from './site.ts';

/**
 * Restarts, and ends when the server answers again: half an hour at most. The first tries may be refused, since a right
 * takes minutes to be known everywhere. No secret is in it.
 */
const script = `set -eu
url="https://management.azure.com$SERVER_ID"
restarted=no
for attempt in $(seq 1 15); do
  if az rest --method post --url "$url/restart?api-version=2024-08-01"; then restarted=yes; break; fi
  sleep 20
done
test $restarted = yes
for attempt in $(seq 1 90); do
  sleep 20
  state=$(az rest --method get --url "$url?api-version=2024-08-01" --query properties.state --output tsv)
  if [ "$state" = Ready ]; then exit 0; fi
done
echo "the server is $state half an hour after its restart" >&2
exit 1
`;

/**
 * Restarts the server once for each set of static parameters: libraries to preload are read at the start alone, and
 * Azure has no declaration for a restart. A script of the deployment does it, as an identity that may do nothing else;
 * it runs again when the parameters change, and at no other time.
 */
export function restartOnce(
  site: Site,
  concern: string,
  located: {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly location: string;
    readonly tags: Record<string, string>;
  },
  server: Server,
  after: pulumi.Resource,
  options: pulumi.CustomResourceOptions,
): void {
  const identity = new UserAssignedIdentity(
    `${concern}-restart-identity`,
    {
      ...located,
      resourceName: nameOf(site.environment, 'azure-native:managedidentity:UserAssignedIdentity', 'restart'),
    },
    options,
  );
  const granted = assignRoles(
    site,
    concern,
    'restart',
    identity.principalId,
    { 'postgres server': server.id },
    options,
  );
  const parameters = postgresParameters.filter((parameter) => parameter.static);
  new AzureCliScript(
    `${concern}-restart`,
    {
      ...located,
      scriptName: nameOf(site.environment, 'azure-native:resources:AzureCliScript', 'restart-postgres'),
      kind: 'AzureCLI',
      azCliVersion: '2.63.0',
      identity: { type: 'UserAssigned', userAssignedIdentities: [identity.id] },
      environmentVariables: [{ name: 'SERVER_ID', value: server.id }],
      scriptContent: script,
      forceUpdateTag: stableUuid(...parameters.map(({ name, value }) => `${name}=${value}`)),
      timeout: 'PT45M',
      retentionInterval: 'P1D',
      cleanupPreference: 'Always',
    },
    { ...options, dependsOn: [after, ...granted] },
  );
}

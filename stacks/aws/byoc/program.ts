import { Provider } from '@pulumi/aws/provider.js';
import { openWindow } from '../../byoc/diagnostics-window.ts';
import type { ByocAwsEnvironment } from '../../environment/schema/environment.ts';
import { BootstrapAlarms } from './alarms/alarms.ts';
import { bootstrapNames } from './bootstrap-names.ts';
import { DeploymentStorage } from './deployment-storage.ts';
import { DiagnosticsLogging } from './diagnostics-logging.ts';
import { OrganizationGuardrail } from './guardrail.ts';
import { BootstrapKeys } from './keys.ts';
import { boundaryArn, roleArn } from './names.ts';
import { LogArchive } from './log-archive.ts';
import { operationsPrefix, statePrefix } from './permissions/deployment-storage.ts';
import { rolesOf } from './permissions/principals.ts';
import { sessionSeconds } from './permissions/trust.ts';
import { quotasOfPlane } from './quota-table.ts';
import { Quotas } from './quotas.ts';
import { VendorRoles } from './vendor-roles.ts';

/**
 * The bootstrap of an account in which the vendor runs the plane: who comes in, what holds them back, and what is kept of
 * what they do. Nothing of the plane is made.
 */
export function program(environment: ByocAwsEnvironment): Promise<Readonly<Record<string, unknown>>> {
  const { spec } = environment;
  const names = bootstrapNames(environment);
  const window = openWindow(environment);
  const aws = new Provider('aws', { region: spec.cloud.region, allowedAccountIds: [spec.cloud.accountId] });
  const options = { providers: { aws } };
  const keys = new BootstrapKeys(environment, names, options);
  const storage = new DeploymentStorage(environment, names, keys.state, options);
  const archive = new LogArchive(environment, names, keys.archive, options);
  if (spec.alarms.enabled) {
    new BootstrapAlarms(environment, names, { key: keys.archive, events: archive.events }, options);
  }
  new VendorRoles(environment, names, options);
  const hasDiagnostics = rolesOf(environment).includes('Diagnostics');
  if (hasDiagnostics) new DiagnosticsLogging(environment, names, keys.archive, options);
  const guardrails = spec.guardrail.organizationPolicy
    ? new OrganizationGuardrail(environment, names, { providers: { aws: organization(environment, aws) } }).policyIds
    : [];
  if (spec.quotas) new Quotas(options);
  return Promise.resolve({
    provider: 'aws',
    account: names.account,
    region: names.region,
    deploymentName: names.plane,
    externalId: names.externalId,
    deploymentRoleArn: roleArn('Deployment', names),
    supportRoleArn: roleArn('Support', names),
    observerRoleArn: roleArn('Observer', names),
    runtimeBoundaryArn: boundaryArn('Runtime', names),
    sessionSeconds,
    stateBucket: names.stateBucket,
    statePrefix: statePrefix(names),
    operationsBucket: names.operationsBucket,
    operationsPrefix: operationsPrefix(names),
    bootstrapKeyArn: keys.state,
    licenseSecretArn: storage.licenseSecretArn,
    ...(hasDiagnostics && {
      diagnosticsRoleArn: roleArn('Diagnostics', names),
      shellDocument: names.shellDocument,
      transcriptsLogGroup: names.transcriptsLogGroup,
    }),
    guardrails,
    quotas: spec.quotas ? quotasOfPlane.map(({ service, code, what, value }) => ({ service, code, what, value })) : [],
    diagnostics: { mode: spec.vendor.diagnostics, ...window },
  });
}

/** Policies of an organization are made in its management account, by a role there. */
function organization({ spec }: ByocAwsEnvironment, own: Provider): Provider {
  const roleArn = spec.guardrail.managementRoleArn;
  if (roleArn === undefined) return own;
  return new Provider('aws-organization', { region: spec.cloud.region, assumeRoles: [{ roleArn }] });
}

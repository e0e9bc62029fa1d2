import { Provider } from '@pulumi/gcp/provider.js';
import { must } from '../../../src/runtime/must.ts';
import { openWindow } from '../../byoc/diagnostics-window.ts';
import type { ByocGoogleEnvironment } from '../../environment/schema/environment.ts';
import { BootstrapAlerts } from './alerts.ts';
import { DeploymentStorage } from './deployment-storage.ts';
import { ProjectGuardrail } from './guardrail.ts';
import { LogArchive } from './log-archive.ts';
import { bootstrapNames } from './names.ts';
import { ProjectServices } from './project-services.ts';
import { quotasOfPlane } from './quota-table.ts';
import { Quotas } from './quotas.ts';
import { VendorAccounts } from './vendor-accounts.ts';

/**
 * The bootstrap of a project in which the vendor runs the plane: who comes in, what holds them back, and what is kept of
 * what they do. Nothing of the plane is made.
 */
export function program(environment: ByocGoogleEnvironment): Promise<Readonly<Record<string, unknown>>> {
  const { spec } = environment;
  const names = bootstrapNames(environment);
  const window = openWindow(environment);
  const provider = new Provider('google', { project: names.project, region: names.region });
  const services = new ProjectServices(environment, provider);
  const context = { environment, names, provider, services: services.enabled };
  const { emails } = new VendorAccounts(context);
  const deployer = must(emails.deploy, 'the deployer is always made');
  new DeploymentStorage(context, deployer);
  const guardrail = new ProjectGuardrail(context);
  new LogArchive(context);
  if (spec.alarms.enabled) new BootstrapAlerts(context);
  if (spec.quotas) new Quotas(context);
  return Promise.resolve({
    provider: 'google',
    project: names.project,
    projectNumber: names.projectNumber,
    region: names.region,
    deploymentName: names.plane,
    deployServiceAccount: deployer,
    supportServiceAccount: emails.support,
    ...(emails.diagnostics !== undefined && { diagnosticsServiceAccount: emails.diagnostics }),
    stateBucket: names.stateBucket,
    licenseSecret: `projects/${names.project}/secrets/${names.licenseSecret}`,
    services: services.names,
    denyPolicies: guardrail.policies,
    quotas: spec.quotas
      ? quotasOfPlane.map(({ quota, family, value }) => ({
          quota,
          dimensions: { region: names.region, vm_family: family },
          value,
        }))
      : [],
    diagnostics: { mode: spec.vendor.diagnostics, ...window },
  });
}

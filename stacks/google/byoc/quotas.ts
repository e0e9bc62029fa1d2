import { SQuotaPreference } from '@pulumi/gcp/cloudquota/squotaPreference.js';
import { nameOf } from '../../naming/name-of.ts';
import { BootstrapConcern, type BootstrapContext } from './byoc-concern.ts';
import { bootstrapEnvironment } from './names.ts';
import { quotasOfPlane } from './quota-table.ts';

/** Requests for the quotas that a plane needs. Google answers within minutes or days, by e-mail where it has questions. */
export class Quotas extends BootstrapConcern {
  constructor(context: BootstrapContext) {
    super('quotas', context);
    const { project, region } = this.names;
    const [contactEmail] = this.environment.spec.alarms.emails;
    for (const { id, quota, family, value } of quotasOfPlane) {
      new SQuotaPreference(
        this.named(id),
        {
          parent: `projects/${project}`,
          name: nameOf(bootstrapEnvironment(this.environment), 'gcp:cloudquota/sQuotaPreference:SQuotaPreference', id),
          service: 'compute.googleapis.com',
          quotaId: quota,
          dimensions: { region, vm_family: family },
          quotaConfig: { preferredValue: String(value) },
          justification: 'A Braintrust data plane, with room for its nodes to be replaced.',
          ...(contactEmail !== undefined && { contactEmail }),
        },
        this.child(),
      );
    }
    this.registerOutputs({});
  }
}

import { ServiceQuota } from '@pulumi/aws/servicequotas/serviceQuota.js';
import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../../component.ts';
import { requestedQuotas } from './quota-table.ts';

/**
 * Requests for the quotas that a plane needs. They stay raised when the environment goes: AWS lowers none. An account that
 * has more already refuses: it needs none of this, and sets `quotas` to false.
 */
export class Quotas extends Concern {
  constructor(options: pulumi.ComponentResourceOptions) {
    super('aws', 'quotas', options);
    for (const { id, service, code, value } of requestedQuotas) {
      new ServiceQuota(this.named(id), { serviceCode: service, quotaCode: code, value }, this.child());
    }
    this.registerOutputs({});
  }
}

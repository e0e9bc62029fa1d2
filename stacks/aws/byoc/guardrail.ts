import { Policy } from '@pulumi/aws/organizations/policy.js';
import { PolicyAttachment } from '@pulumi/aws/organizations/policyAttachment.js';
import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../../component.ts';
import { opensDiagnostics } from '../../byoc/diagnostics-window.ts';
import type { ByocAwsEnvironment } from '../../environment/schema/environment.ts';
import { nameOf } from '../../naming/name-of.ts';
import { statementsOf } from '../policy-document.ts';
import { bootstrapEnvironment, type BootstrapNames } from './names.ts';
import { documentOf } from './permissions/documents.ts';
import { guardrails } from './permissions/guardrail.ts';
import { bootstrapTags } from './tags.ts';

/** The guardrails as policies of the organization, attached to the account or the unit that holds it. */
export class OrganizationGuardrail extends Concern {
  readonly policyIds: readonly pulumi.Output<string>[];

  constructor(environment: ByocAwsEnvironment, names: BootstrapNames, options: pulumi.ComponentResourceOptions) {
    super('aws', 'guardrail', options);
    const targetId = environment.spec.guardrail.targetId ?? environment.spec.cloud.accountId;
    this.policyIds = guardrails(names, opensDiagnostics(environment)).map(({ id, description, denies }) => {
      const policy = new Policy(
        this.named(id),
        {
          name: nameOf(bootstrapEnvironment(environment), 'aws:organizations/policy:Policy', id),
          description,
          type: 'SERVICE_CONTROL_POLICY',
          content: JSON.stringify(documentOf(statementsOf({ grants: [], denies }))),
          tags: bootstrapTags(environment),
        },
        this.child(),
      );
      new PolicyAttachment(this.named(`${id}-attachment`), { policyId: policy.id, targetId }, this.child());
      return policy.id;
    });
    this.registerOutputs({});
  }
}

import { openWindow } from '../../../byoc/diagnostics-window.ts';
import type { ByocAwsEnvironment } from '../../../environment/schema/environment.ts';
import type { Principal } from '../../../permissions/grant.ts';
import { statementsOf } from '../../policy-document.ts';
import { bootstrapNames } from '../bootstrap-names.ts';
import { policyName, type Ceiling, type VendorRole } from '../names.ts';
import { ceilingOf } from './ceilings.ts';
import { documentOf, documentsOf, managedPolicyLimit, type PolicyDocument } from './documents.ts';

/** A managed policy of a role, as it is made. */
export interface RolePolicyOf {
  /** Part of its logical name. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly document: PolicyDocument;
  /** Diagnostics in the vendor's discretion are made, and attached by the vendor. */
  readonly attached: boolean;
}

/** The policies of a role: what it may do, and what it may not. Rights of diagnostics are none while they are closed. */
export function policiesOf(
  role: VendorRole,
  { grants, denies = [] }: Principal,
  environment: ByocAwsEnvironment,
): readonly RolePolicyOf[] {
  const names = bootstrapNames(environment);
  const isAttached = role !== 'Diagnostics' || openWindow(environment) !== undefined;
  const rights = documentsOf(statementsOf({ grants }), managedPolicyLimit);
  const denials = documentsOf(statementsOf({ grants: [], denies }), managedPolicyLimit);
  return [
    ...rights.map((document, index) => ({
      id: `rights-${index + 1}`,
      name: policyName(role, `${index + 1}`, names),
      description: `What ${role} may do, part ${index + 1} of ${rights.length}.`,
      document,
      attached: isAttached,
    })),
    ...denials.map((document, index) => ({
      id: `denials-${index + 1}`,
      name: policyName(role, `denials-${index + 1}`, names),
      description: `What ${role} may never do, part ${index + 1} of ${denials.length}.`,
      document,
      attached: true,
    })),
  ];
}

export function boundaryDocument(ceiling: Ceiling, environment: ByocAwsEnvironment): PolicyDocument {
  const { allows, denies } = ceilingOf(
    ceiling,
    bootstrapNames(environment),
    environment.spec.guardrail.externalRoleArns,
  );
  return documentOf(statementsOf({ grants: allows, denies }));
}

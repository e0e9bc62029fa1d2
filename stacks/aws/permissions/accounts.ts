import { componentContracts } from '../../../src/dataplane/contract/components.ts';
import type { AwsEnvironment } from '../../environment/schema/environment.ts';

export type PlanePrincipal = 'api' | 'brainstore' | 'operator';

/**
 * Service account of each component: where trust and cluster must agree, or pods start and every call is refused. The
 * operator's is that of the chart in charts/operator.
 */
export function planeAccounts({ spec }: AwsEnvironment) {
  const { namespace } = spec.plane;
  return {
    api: { namespace, name: componentContracts.api.serviceAccount },
    brainstore: { namespace, name: componentContracts.reader.serviceAccount },
    operator: { namespace: operatorAccount.namespace, name: operatorAccount.name },
  } as const;
}

const operatorAccount = { namespace: 'planewright-system', name: 'planewright-operator' } as const;

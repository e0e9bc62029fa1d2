import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { urnOfProvider, type StackState, type StateResource } from './state.ts';

/** Stands for what is not known yet. Source: Pulumi's protocol, `@pulumi/pulumi/runtime/rpc.js`. */
const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

interface Goal {
  readonly type: string;
  readonly custom: boolean;
  readonly inputDiff?: {
    readonly adds?: Readonly<Record<string, unknown>>;
    readonly updates?: Readonly<Record<string, unknown>>;
    readonly deletes?: readonly string[];
  };
  readonly parent?: string;
  readonly protect?: boolean;
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The resources that a plan of the engine would create, each as the state would hold it, secrets as ciphertext: to be
 * looked up after a run in which a provider died, because then the engine records nothing of what was under way. Only
 * those whose provider and dependencies are in the state can have been begun.
 */
export function plannedCreates(plan: Readonly<Record<string, unknown>>, state: StackState): readonly StateResource[] {
  const plans = isPlainObject(plan['resourcePlans']) ? plan['resourcePlans'] : {};
  const known = new Map((state.deployment.resources ?? []).map((resource) => [resource.urn, resource]));
  return Object.entries(plans).flatMap(([urn, planned]) => {
    const { goal, steps } = planned as { readonly goal?: Goal; readonly steps?: readonly string[] };
    const isMade = steps?.some((step) => step === 'create' || step === 'create-replacement') === true;
    if (goal?.custom !== true || !isMade || goal.type.startsWith('pulumi:')) return [];
    const provider = known.get(urnOfProvider(goal.provider ?? ''));
    const dependencies = goal.dependencies ?? [];
    if (provider?.id === undefined || !dependencies.every((one) => known.has(one))) return [];
    const { adds = {}, updates = {}, deletes = [] } = goal.inputDiff ?? {};
    const before = Object.entries(known.get(urn)?.inputs ?? {}).filter(([key]) => !deletes.includes(key));
    const inputs = Object.entries({ ...Object.fromEntries(before), ...adds, ...updates }).filter(([, value]) =>
      isKnown(value),
    );
    return [
      {
        urn,
        custom: true,
        type: goal.type,
        inputs: Object.fromEntries(inputs),
        ...(goal.parent !== undefined && { parent: goal.parent }),
        dependencies,
        protect: goal.protect ?? false,
        provider: `${provider.urn}::${provider.id}`,
      },
    ];
  });
}

function isKnown(value: unknown): boolean {
  return !JSON.stringify(value).includes(unknown);
}

import { kinds, resourceTypeOf, type KindName } from '../../../src/api/index.ts';
import type { KubeObject, ResourceType } from '../../../src/kube/objects.ts';
import { must } from '../../../src/runtime/must.ts';
import type { Pace, World } from '../support/world.ts';
import { askedRights } from './asked.ts';
import type { SingleRight } from './single-rights.ts';

/** What a right is for, as a test can bring it about. */
export interface Proof {
  /** Makes the operator want to use the right. Done again once the right is given back, unless `again` says otherwise. */
  readonly provoke: (stage: Stage) => Promise<void>;
  readonly again?: (stage: Stage) => Promise<void>;
  /** Whether what the right is for has come about; must be false without the right. */
  readonly cameAbout: (stage: Stage) => Promise<boolean>;
}

/** Named by `nameOf` of the right. */
export type Proofs = Readonly<Record<string, Proof>>;

/** One proof while it is carried out. */
export interface Stage {
  readonly world: World;
  readonly right: SingleRight;
  /** When the right was taken away, as the audit log writes times. */
  readonly since: string;
  /** A text that no earlier provocation has used. */
  readonly fresh: () => string;
  /** Ends the operator and starts it anew: what it does at its start it does again. */
  readonly restart: (pace?: Partial<Exclude<Pace, 'shipped'>>) => Promise<void>;
}

/** So many of the operator's seconds in one. */
export const hurry = 20;
export const never = new AbortController().signal;
export const governedOf = (world: World): readonly string[] => [world.namespace, world.consumer];

/** Whether the API server has answered a request that needed the right since it was taken away, by its own log. */
export async function wasAnswered({ world, right, since }: Stage): Promise<boolean> {
  const asked = await askedRights(world.cluster.auditLogPath, governedOf(world), since);
  return asked.some(
    ({ scope, group, resource, verb, code }) =>
      scope === right.scope &&
      group === right.group &&
      resource === right.resource &&
      verb === right.verb &&
      code >= 200 &&
      code < 300,
  );
}

/** At a start: the operator asks for it again, and is answered. */
export const atItsStart: Proof = {
  provoke: ({ restart }) => restart(),
  again: () => Promise.resolve(),
  cameAbout: wasAnswered,
};

export function typeOfKind(kind: KindName): ResourceType {
  return resourceTypeOf(
    must(
      kinds.find((one) => one.kind === kind),
      'a kind of the registry',
    ),
  );
}

/** The resource of the scene that stands for its kind. */
export const resourceNames = {
  Organization: 'acme',
  Project: 'support-bot',
  AIProvider: 'openai',
  EnvironmentVariable: 'webhook-secret',
  DataPlane: 'plane',
} as const satisfies Record<KindName, string>;

/** Declares something else of a resource that asks for no change anywhere, so that the operator looks at it again. */
export async function touch({ world, fresh }: Stage, kind: KindName): Promise<void> {
  const key = { namespace: world.namespace, name: resourceNames[kind] };
  const resource = await world.get(typeOfKind(kind), key.name);
  const { spec } = must(resource, `${kind} is there`) as KubeObject & {
    readonly spec: { readonly policy?: { readonly adoption: string } };
  };
  const operation =
    kind === 'Organization'
      ? ({ op: 'add', path: '/spec/resyncInterval', value: `${60 + Number(fresh())}s` } as const)
      : ({
          op: 'add',
          path: '/spec/policy/adoption',
          value: spec.policy?.adoption === 'Adopt' ? 'Refuse' : 'Adopt',
        } as const);
  await world.kube.jsonPatch(typeOfKind(kind), key, [operation], never);
}

interface WithObserved extends KubeObject {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
}

/** Whether the operator has said what it made of the newest declaration. */
export async function isReported({ world }: Stage, kind: KindName): Promise<boolean> {
  const found = (await world.get(typeOfKind(kind), resourceNames[kind])) as WithObserved | undefined;
  return found?.status?.observedGeneration === found?.metadata.generation && found?.status !== undefined;
}

/** Whether it has said so, and that everything was seen and is as declared. */
export async function isAsDeclared(stage: Stage, kind: KindName): Promise<boolean> {
  const said = await Promise.all(
    ['Ready', 'Synced'].map((type) => stage.world.condition(kind, resourceNames[kind], type)),
  );
  return (await isReported(stage, kind)) && said.every((condition = '') => condition.startsWith('True'));
}

/** What the operator says at the moment: its log since `from` characters, and the conditions of its resources. */
export async function saidSince(world: World, from: number): Promise<string> {
  const conditions: string[] = [];
  for (const kind of Object.keys(resourceNames) as KindName[]) {
    const found = (await world.get(typeOfKind(kind), resourceNames[kind])) as WithObserved | undefined;
    conditions.push(...(found?.status?.conditions ?? []).map(({ message = '' }) => message));
  }
  return [world.output().slice(from), ...conditions].join('\n');
}

import type { BraintrustProfile } from '../../src/simulator/braintrust/profile.ts';
import type { OperatorWorld } from '../support/operator-world.ts';
import {
  canaries,
  consumer,
  connections,
  connectionsFromStore,
  consumerNamespace,
  home,
  keys,
  openai,
  plane,
  storedLicense,
  supportBot,
  token,
  types,
  wholeScene,
  type Piece,
} from './scene.ts';

export interface Story {
  readonly name: string;
  /** There is a plane, too. */
  readonly plane?: boolean;
  /** The license of the plane is in a store of secrets. */
  readonly stores?: boolean;
  /** What is unusual about the admin API. */
  readonly profile?: Partial<BraintrustProfile>;
  /** What happens; an operator runs already, except where the story starts one. */
  readonly happens: (world: OperatorWorld) => Promise<void>;
  /** The operator has finished a pass over the whole scene before it happens. */
  readonly governed: boolean;
  /** Somebody changes what is real behind the operator's back, so that it may hold something for true that no longer is. */
  readonly behindItsBack?: boolean;
}

async function apply(world: OperatorWorld, ...pieces: readonly Piece[]): Promise<void> {
  for (const { type, object } of pieces) await world.apply(type, object);
}

/** Brings a world to where a story begins. */
export async function beginning(world: OperatorWorld, story: Story): Promise<void> {
  if (!story.governed) return;
  await apply(world, ...wholeScene());
  if (story.stores === true) world.stores.vault.put(storedLicense, canaries.license);
  const connected = story.stores === true ? connectionsFromStore() : connections(canaries.license);
  if (story.plane === true) await apply(world, connected, plane('2.8.0'));
  world.start();
  await world.clock.advance(story.plane === true ? 180_000 : 30_000);
}

export const stories: readonly Story[] = [
  {
    name: 'everything is made',
    governed: false,
    happens: async (world) => {
      await apply(world, ...wholeScene());
      world.start();
    },
  },
  {
    name: 'a key is rotated',
    governed: true,
    behindItsBack: true,
    happens: (world) => apply(world, keys(canaries.openaiNext)),
  },
  {
    name: 'a person changes things by hand',
    governed: true,
    behindItsBack: true,
    happens: (world) => {
      const mallory = world.api.actAs({ name: 'mallory', email: 'mallory@acme.test', kind: 'person' });
      const id = (type: 'project' | 'ai_secret' | 'project_tag', name: string): string =>
        world.api.inspect.find(type, { name })?.id ?? 'missing';
      mallory.send('PATCH', `/v1/project/${id('project', 'support-bot')}`, { description: 'changed by hand' });
      mallory.send('PATCH', `/v1/ai_secret/${id('ai_secret', 'OPENAI_API_KEY')}`, { secret: canaries.foreign });
      mallory.send('DELETE', `/v1/project_tag/${id('project_tag', 'golden')}`);
      return Promise.resolve();
    },
  },
  {
    name: 'declarations change',
    governed: true,
    happens: (world) =>
      apply(
        world,
        supportBot({ description: 'Answers everybody.', settings: { comparisonKey: 'input.topic' } }),
        openai({ metadata: { apiBase: 'https://gateway.acme.test' } }),
      ),
  },
  {
    name: 'a provider and a variable are deleted',
    governed: true,
    happens: async (world) => {
      await world.delete(types.AIProvider, home, 'openai');
      await world.delete(types.EnvironmentVariable, home, 'webhook');
    },
  },
  {
    name: 'a provider is deleted and made again at once',
    governed: true,
    happens: async (world) => {
      await world.delete(types.AIProvider, home, 'openai');
      await world.clock.runUntil(
        () => world.object('planewright.dev/aiproviders', home, 'openai') === undefined,
        45 * 60_000,
      );
      await apply(world, openai());
    },
  },
  {
    name: 'everything is made while lists lag',
    governed: false,
    profile: { listLagMs: 8_000 },
    happens: async (world) => {
      await apply(world, ...wholeScene());
      world.start();
    },
  },
  {
    name: 'the token is replaced',
    governed: true,
    happens: async (world) => {
      const account = { name: 'operator', email: 'operator@bt', kind: 'service' } as const;
      world.api.addToken({ value: canaries.tokenNext, account, organizations: ['Acme'] });
      await apply(world, token(canaries.tokenNext));
      world.api.revokeToken(canaries.token);
    },
  },
  {
    name: 'every resource is deleted, the organization with them',
    governed: true,
    happens: async (world) => {
      await world.delete(types.Organization, home, 'acme');
      await world.delete(types.AIProvider, home, 'openai');
      await world.delete(types.AIProvider, home, 'anthropic');
      await world.delete(types.EnvironmentVariable, home, 'webhook');
      await world.delete(types.Project, home, 'support-bot');
      await world.delete(types.Project, home, 'strict');
    },
  },
  {
    name: 'a namespace no longer asks for a key',
    governed: true,
    happens: (world) => apply(world, consumerNamespace('')),
  },
  {
    name: 'a copy is deleted by hand',
    governed: true,
    happens: (world) => world.delete(types.Secret, consumer, 'openai'),
  },
  {
    name: 'the operator starts again',
    governed: true,
    happens: (world) => {
      world.kill();
      world.start();
      return Promise.resolve();
    },
  },
  {
    name: 'a plane is upgraded',
    governed: true,
    plane: true,
    happens: (world) => apply(world, plane('2.9.0')),
  },
  {
    name: 'the license of a plane is replaced',
    governed: true,
    plane: true,
    happens: (world) => apply(world, connections(canaries.licenseNext)),
  },
  {
    name: 'the license of a plane is replaced in the store',
    governed: true,
    plane: true,
    stores: true,
    happens: async (world) => {
      world.stores.vault.put(storedLicense, canaries.licenseNext);
      // Until it is looked for again.
      await world.clock.advance(300_000);
    },
  },
  {
    name: 'the namespace is deleted',
    governed: true,
    happens: (world) => world.delete(types.Namespace, '', home),
  },
];

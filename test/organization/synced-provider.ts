import { key, openai, TestWorld } from './world.ts';

/** A provider that the organization has as declared. */
export async function synced(spec: Partial<typeof openai> = {}, world = new TestWorld()): Promise<TestWorld> {
  await world.bound();
  await world.secret('llm-keys', { openai: key });
  await world.apply('AIProvider', 'openai', { ...openai, ...spec });
  await world.reconcile('AIProvider', 'openai');
  return world;
}

export const row = (world: TestWorld) => world.api.inspect.find('ai_secret', { name: 'OPENAI_API_KEY' });

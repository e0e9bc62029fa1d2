import { expect } from 'vitest';
import { definition, testWorld, thing, things, type TestWorld } from './world.ts';

/** A world that serves Things with these fields in their spec. */
export function served(properties: Record<string, unknown>, more: Record<string, unknown> = {}): TestWorld {
  return testWorld({ definitions: [definition('Thing', { type: 'object', properties, ...more })] });
}

/** The findings of a Thing that is refused. */
export async function refusal(world: TestWorld, spec: unknown): Promise<string> {
  const { status, message } = await world.ask('POST', things, { body: thing('t', spec) });
  expect(status).toBe(422);
  return message.replace(/^Thing\.t\.dev "t" is invalid: /, '');
}

import { describe, expect, it } from 'vitest';
import { stamped } from '../../../src/dataplane/rollout/applied.ts';
import { PlaneMemory } from '../../../src/dataplane/rollout/memory.ts';
import type { LiveObject } from '../../../src/dataplane/rollout/observed.ts';
import type { PlaneContext } from '../../../src/dataplane/workloads/context.ts';
import { renderPlane } from '../../../src/dataplane/workloads/render.ts';
import { must } from '../../../src/runtime/must.ts';
import { clouds, planeContext } from '../support/planes.ts';

/** One change of each thing that a rendering is made from. */
const others = {
  name: { name: 'other' },
  namespace: { namespace: 'elsewhere' },
  ownerUid: { ownerUid: 'uid' },
  spec: { spec: planeContext({ cloud: clouds.google }).spec },
  version: { version: '2.8.0' },
  served: { served: { name: '*', primaryName: '', allowedIds: ['a'], auditedIds: [] } },
  secretHashes: { secretHashes: { api: 'api-2', reader: 'b', fastReader: 'b', writer: 'b' } },
  customCaHash: { customCaHash: 'bundle' },
} satisfies { readonly [Field in keyof Required<PlaneContext>]: Partial<PlaneContext> };

describe('what is kept between two decisions on a plane', () => {
  it('is the rendering, for as long as what it is made from says the same, whoever read it', () => {
    const memory = new PlaneMemory();
    const first = memory.rendering(planeContext());
    expect(memory.rendering(structuredClone(planeContext()))).toBe(first);
    expect(first.objects).toEqual(renderPlane(planeContext()));
  });

  it.each(Object.entries(others))('is rendered anew when its %s changes', (_, change) => {
    const memory = new PlaneMemory();
    const before = memory.rendering(planeContext());
    const after = memory.rendering({ ...planeContext(), ...change });
    expect(after).not.toBe(before);
    expect(after.objects).toEqual(renderPlane({ ...planeContext(), ...change }));
  });

  it('is what is rolled out and what was before it, and nothing older', () => {
    const memory = new PlaneMemory();
    const [old, now] = [memory.rendering({ ...planeContext(), version: '2.8.0' }), memory.rendering(planeContext())];
    expect(memory.rendering({ ...planeContext(), version: '2.8.0' })).toBe(old);
    expect(memory.rendering(planeContext())).toBe(now);
    memory.rendering({ ...planeContext(), version: '2.10.0' });
    expect(memory.rendering({ ...planeContext(), version: '2.8.0' })).not.toBe(old);
  });

  it('is the record of an object until somebody writes another one', () => {
    const memory = new PlaneMemory();
    const [object] = renderPlane(planeContext()).api;
    const live = (text: string): LiveObject => ({
      ...must(object, 'a rendered object'),
      metadata: { ...must(object, 'a rendered object').metadata, annotations: { 'planewright.dev/applied': text } },
    });
    const record = must(stamped(must(object, 'an object')).metadata.annotations?.['planewright.dev/applied'], 'record');
    const read = memory.lastApplied(live(record));
    expect(read).toEqual(object);
    expect(memory.lastApplied(live(record))).toBe(read);
    expect(memory.lastApplied(live(record.replace('"true"', '"false"')))).not.toEqual(object);
    expect(memory.lastApplied(live('{'))).toBeUndefined();
    expect(memory.lastApplied(live(record))).toEqual(object);
  });

  it('is never the record of another object, even where the text is the same', () => {
    const memory = new PlaneMemory();
    const object = must(renderPlane(planeContext()).api[0], 'an object');
    const live = stamped(object) as LiveObject;
    memory.lastApplied(live);
    const moved = { ...live, metadata: { ...live.metadata, namespace: 'elsewhere' } };
    expect(memory.lastApplied(moved)).toBeUndefined();
  });
});

import fc from 'fast-check';
import type { World } from './world.ts';

const versions = ['2.8.0', '2.9.0', '2.10.0', '2.11.0'] as const;
/** Something that happens to a plane while nobody looks. */
export const disturbance = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('upgrade' as const) },
  { weight: 2, arbitrary: fc.constantFrom('secret' as const) },
  fc.constantFrom(
    'field' as const,
    'scale the API by hand' as const,
    'strip the record' as const,
    'delete the API' as const,
    'slow pods' as const,
    'quick pods' as const,
    'secrets unreadable' as const,
    'secrets readable' as const,
  ),
);

export function disturb(world: World, what: string): void {
  switch (what) {
    case 'upgrade': {
      const next = versions[versions.indexOf(world.spec.version as (typeof versions)[number]) + 1];
      if (next !== undefined) world.declare({ version: next });
      return;
    }
    case 'secret':
      world.secret += '!';
      return;
    case 'field':
      world.declare({ brainstore: { reader: { verbose: !world.spec.brainstore.reader.verbose } } });
      return;
    case 'scale the API by hand':
      if (world.has('Deployment', 'braintrust-api')) {
        world.edit('Deployment', 'braintrust-api', (object) => (object.spec.replicas = 1));
      }
      return;
    case 'strip the record':
      if (world.has('Deployment', 'brainstore-reader')) {
        world.edit('Deployment', 'brainstore-reader', (object) => {
          delete object.metadata.annotations['planewright.dev/applied'];
        });
      }
      return;
    case 'delete the API':
      world.remove('Deployment', 'braintrust-api');
      return;
    case 'slow pods':
      for (const app of ['brainstore-reader', 'brainstore-writer']) world.deployments.slowToStop.add(app);
      return;
    case 'quick pods':
      world.deployments.slowToStop.clear();
      return;
    case 'secrets unreadable':
      world.secretsState = { state: 'unknown', reason: 'not permitted' };
      return;
    case 'secrets readable':
      world.secretsState = undefined;
  }
}

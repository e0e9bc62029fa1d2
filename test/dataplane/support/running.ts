import { World } from './world.ts';

/** A world in which a plane of this version is Ready, with an empty log. */
export function running(version = '2.8.0'): World {
  const world = new World({ version });
  world.settle();
  world.log.length = 0;
  return world;
}

export const condition = (world: World, type: string) => world.status?.conditions?.find((one) => one.type === type);

/** Deployments that were applied, in order. */
export const deploymentsTouched = (world: World) =>
  world.log.flatMap((change) =>
    change.action === 'apply' && change.object.kind === 'Deployment' ? [change.object.metadata.name] : [],
  );

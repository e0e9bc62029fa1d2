import { z } from 'zod';
import { sees } from '../exchange.ts';
import { missing } from '../refusal.ts';
import type { Resource } from '../resource.ts';
import { text, type Row } from '../row.ts';
import type { World } from '../world.ts';

const nullableText = z.string().nullable().optional();

/** The organization of a project that has not been deleted. */
export function organizationsOfProject(projectId: string, world: World): readonly string[] {
  const found = world.current('project', projectId);
  return found === undefined || found['deleted_at'] !== null ? [] : [text(found, 'org_id')];
}

function projectName(row: Row, world: World): string | undefined {
  const found = world.current('project', text(row, 'project_id'));
  return found === undefined ? undefined : text(found, 'name');
}

export const projectTag: Resource = {
  type: 'project_tag',
  naturalKey: ['project_id', 'name'],
  settable: ['name', 'description', 'color'],
  createBody: () =>
    z.strictObject({ project_id: z.guid(), name: z.string(), description: nullableText, color: nullableText }),
  patchBody: () => z.strictObject({ name: nullableText, description: nullableText, color: nullableText }),
  filters: {
    project_tag_name: { matches: (row, value) => text(row, 'name') === value },
    project_name: { matches: (row, value, world) => projectName(row, world) === value },
    project_id: { format: 'uuid', matches: (row, value) => text(row, 'project_id') === value },
  },
  cursors: true,
  organizationFilter: true,
  organizationsOf: (row, world) => organizationsOfProject(text(row, 'project_id'), world),
  place: (body, exchange) => {
    const projectId = text(body, 'project_id');
    if (!sees(exchange, 'project', organizationsOfProject(projectId, exchange.world))) {
      throw missing('project', projectId);
    }
    return { project_id: projectId, user_id: exchange.caller.userId, position: null };
  },
};

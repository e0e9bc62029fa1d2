import { z } from 'zod';
import { sees } from '../exchange.ts';
import type { BraintrustProfile } from '../profile.ts';
import { invalid, missing } from '../refusal.ts';
import type { Resource } from '../resource.ts';
import { text } from '../row.ts';
import type { World } from '../world.ts';
import { organizationsOfProject } from './project-tag.ts';

const nullableText = z.string().nullable().optional();
const scopes = ['organization', 'project', 'function'] as const;
const laterScopes = [...scopes, 'mcp_server'] as const;

function writable(profile: BraintrustProfile) {
  return {
    scope: z.enum(profile.api === 'newest' ? laterScopes : scopes),
    fields: {
      name: z.string(),
      value: nullableText,
      metadata: z.record(z.string(), z.unknown()).nullable().optional(),
      secret_type: nullableText,
    },
  };
}

function organizationsOfScope(type: string, id: string, world: World): readonly string[] {
  if (type === 'organization') return world.current('organization', id) === undefined ? [] : [id];
  if (type === 'project') return organizationsOfProject(id, world);
  const owner = type === 'function' ? world.organizationOfFunction(id) : undefined;
  return owner === undefined ? [] : [owner];
}

export const envVar: Resource = {
  type: 'env_var',
  naturalKey: ['object_type', 'object_id', 'name'],
  settable: ['name', 'metadata', 'secret_type'],
  secretField: 'value',
  createBody: (profile) => {
    const { scope, fields } = writable(profile);
    return z.strictObject({ object_type: scope, object_id: z.guid(), ...fields });
  },
  // The name must be sent even where it stays as it is.
  patchBody: (profile) => z.strictObject(writable(profile).fields),
  filters: {
    env_var_name: { matches: (row, value) => text(row, 'name') === value },
    object_type: { oneOf: laterScopes, matches: (row, value) => text(row, 'object_type') === value },
    object_id: { format: 'uuid', matches: (row, value) => text(row, 'object_id') === value },
  },
  cursors: false,
  organizationFilter: false,
  organizationsOf: (row, world) => organizationsOfScope(text(row, 'object_type'), text(row, 'object_id'), world),
  place: (body, exchange) => {
    const type = text(body, 'object_type');
    const id = text(body, 'object_id');
    const owners = organizationsOfScope(type, id, exchange.world);
    const visible = owners.some((owner) => exchange.caller.organizationIds.has(owner));
    const hidden = type === 'project' && !sees(exchange, 'project', owners);
    if (!visible || hidden) {
      if (type === 'function') throw invalid('Function does not exist or you do not have access');
      throw missing(type, id);
    }
    // The category follows the type: a classified secret of a project is that project's provider key.
    const category = typeof body['secret_type'] === 'string' ? 'ai_provider' : 'env_var';
    return { object_type: type, object_id: id, used: null, secret_category: category };
  },
};

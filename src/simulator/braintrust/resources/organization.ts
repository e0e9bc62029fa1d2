import { z } from 'zod';
import type { Resource } from '../resource.ts';

const text = z.string().nullable().optional();
const flag = z.boolean().nullable().optional();

export const organization: Resource = {
  type: 'organization',
  naturalKey: ['name'],
  settable: [],
  patchBody: () =>
    z.strictObject({
      name: text,
      api_url: text,
      is_universal_api: flag,
      is_dataplane_private: flag,
      proxy_url: text,
      realtime_url: text,
      image_rendering_mode: z.enum(['auto', 'click_to_load', 'blocked']).nullable().optional(),
    }),
  filters: {},
  cursors: true,
  organizationFilter: true,
  organizationsOf: (row) => [row.id],
};

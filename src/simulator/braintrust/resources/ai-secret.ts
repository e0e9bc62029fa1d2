import { z } from 'zod';
import { organizationFor } from '../exchange.ts';
import type { Resource } from '../resource.ts';
import { text } from '../row.ts';

const nullableText = z.string().nullable().optional();
const metadata = z.record(z.string(), z.unknown()).nullable().optional();

/** The body of DELETE on the collection, which names the object instead of its id. */
export const aiSecretToDelete = z.strictObject({ name: z.string(), org_name: nullableText });

export const aiSecret: Resource = {
  type: 'ai_secret',
  naturalKey: ['org_id', 'name'],
  settable: ['name', 'type', 'metadata'],
  secretField: 'secret',
  stampsUpdates: true,
  createBody: () =>
    z.strictObject({ name: z.string(), type: nullableText, metadata, secret: nullableText, org_name: nullableText }),
  patchBody: () => z.strictObject({ name: nullableText, type: nullableText, metadata, secret: nullableText }),
  filters: {
    ai_secret_name: { matches: (row, value) => text(row, 'name') === value },
    ai_secret_type: { many: true, matches: (row, value) => text(row, 'type') === value },
  },
  cursors: true,
  organizationFilter: true,
  organizationsOf: (row) => [text(row, 'org_id')],
  place: (body, exchange) => ({ org_id: organizationFor(exchange, body) }),
};

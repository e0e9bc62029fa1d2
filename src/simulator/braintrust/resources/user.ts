import { text, type Row } from '../row.ts';
import type { Filter, Resource } from '../resource.ts';

const named = (field: string): Filter => ({
  many: true,
  matches: (row: Row, value) => text(row, field).toLowerCase() === value.toLowerCase(),
});

export const user: Resource = {
  type: 'user',
  naturalKey: ['email'],
  settable: [],
  filters: { email: named('email'), given_name: named('given_name'), family_name: named('family_name') },
  cursors: true,
  organizationFilter: true,
  organizationsOf: (row, world) => world.organizationsOfUser(row.id),
};

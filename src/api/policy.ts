import * as z from 'zod';

/** How far the operator may go. `deletion` has the kind's own default: Retain where deletion destroys data. */
export function policy(deletionDefault: 'Delete' | 'Retain') {
  return z
    .strictObject({
      management: z
        .enum(['Full', 'Observe', 'Paused'])
        .default('Full')
        .describe(
          'Full: bring about what is declared. Observe: report drift, change nothing. Paused: do not look either.',
        ),
      deletion: z
        .enum(['Delete', 'Retain'])
        .default(deletionDefault)
        .describe('What becomes of the real thing when this resource is deleted.'),
      adoption: z
        .enum(['Adopt', 'Refuse'])
        .default('Adopt')
        .describe('What to do when something of that name is there already and was not made by this resource.'),
    })
    .prefault({})
    .describe('How far the operator may go.');
}

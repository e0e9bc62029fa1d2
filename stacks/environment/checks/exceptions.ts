import { closest } from '../../../src/api/documents/closest.ts';
import { policyIds } from '../../policy/policies.ts';
import { those, type Check } from './check.ts';

export const exceptionChecks: readonly Check[] = [
  {
    id: 'exceptions-name-a-policy',
    check: ({ spec }) =>
      spec.policy.exceptions.flatMap(({ policy }, index) => {
        const meant = closest(policy, [...policyIds]);
        return those(
          !policyIds.has(policy) && {
            path: ['spec', 'policy', 'exceptions', index, 'policy'],
            reason: `is ${policy}, and there is no such policy`,
            next: meant === undefined ? `policies are ${[...policyIds].join(', ')}` : `did you mean "${meant}"?`,
          },
        );
      }),
  },
  {
    id: 'exceptions-end-on-a-day',
    check: ({ spec }) =>
      spec.policy.exceptions.flatMap(({ until }, index) =>
        those(
          !isDay(until) && {
            path: ['spec', 'policy', 'exceptions', index, 'until'],
            reason: `is ${until}, and there is no such day`,
            next: 'write a day such as 2026-12-31',
          },
        ),
      ),
  },
];

/** Whether the calendar has that day; JavaScript alone reads 30 February as 2 March. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

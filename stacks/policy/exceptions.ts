import type { Environment } from '../environment/schema/environment.ts';
import type { PlannedResource } from '../planned.ts';
import type { Finding, Policy } from './policy.ts';

export interface Broken {
  readonly policy: Policy;
  readonly resource?: PlannedResource;
  readonly message: string;
}

type Exceptions = Environment['spec']['policy']['exceptions'];
type Exception = Exceptions[number];

/** What becomes of a broken policy: an exception that holds allows it, one that has ended blocks it aloud. */
export function excepted({ policy, resource, message }: Broken, exceptions: Exceptions, today: string): Finding {
  const where = resource === undefined ? {} : { resource: resource.name, concern: resource.concern };
  const found = exceptions.filter((exception) => speaksOf(exception, { policy, ...(resource && { resource }) }));
  const holding = found.find(({ until }) => today <= until);
  if (holding !== undefined) {
    const { reason, until } = holding;
    return { policy: policy.id, outcome: 'allowed', ...where, message, reason, until };
  }
  const ended = found
    .map(({ until }) => until)
    .sort()
    .at(-1);
  if (ended === undefined) {
    return { policy: policy.id, outcome: policy.severity, ...where, message, reason: policy.reason };
  }
  const said = `${message}; the exception for it ended on ${ended}`;
  return { policy: policy.id, outcome: 'block', ...where, message: said, reason: policy.reason, until: ended };
}

/** Exceptions that name no policy, and those that nothing needs any more. */
export function exceptionProblems(
  broken: readonly Omit<Broken, 'message'>[],
  exceptions: Exceptions,
  known: ReadonlySet<string>,
): readonly Finding[] {
  return exceptions.flatMap((exception, index): Finding[] => {
    const at = `spec.policy.exceptions[${index}]`;
    const warn = (message: string, reason: string): Finding[] => [
      { policy: exception.policy, outcome: 'warn', message: `${at} ${message}`, reason },
    ];
    if (!known.has(exception.policy)) {
      return warn(`names ${exception.policy}, which is no policy`, `Policies are ${[...known].join(', ')}.`);
    }
    if (broken.some((one) => speaksOf(exception, one))) return [];
    return warn(
      `is not needed: nothing breaks ${exception.policy}${exception.resource === undefined ? '' : ` on ${exception.resource}`}`,
      'An exception that is left behind lets the next mistake through.',
    );
  });
}

function speaksOf(exception: Exception, { policy, resource }: Omit<Broken, 'message'>): boolean {
  if (exception.policy !== policy.id) return false;
  if (exception.resource === undefined) return true;
  return resource !== undefined && matches(exception.resource, resource.name);
}

/** `*` stands for any part of a name, the empty one too. */
function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

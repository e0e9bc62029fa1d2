/** What went wrong in a program, and where, as far as that is known. */
export interface Failure {
  /** Component that was being made. */
  readonly concern?: string;
  /** Logical name of the resource. */
  readonly resource?: string;
  /** Input that could not be had. */
  readonly field?: string;
  readonly message: string;
}

/** `postgres: postgres-instance, field kmsKeyId: …`, as far as it is known. */
export function sentenceOfFailure({ concern, resource, field, message }: Failure): string {
  const what = resource === undefined || resource === concern ? concern : resource;
  const where = [
    ...(concern !== undefined && concern !== what ? [`${concern}: `] : []),
    ...(what === undefined ? [] : [what, field === undefined ? ': ' : `, field ${field}: `]),
  ];
  return `${where.join('')}${message}`;
}

/** Collects what goes wrong in a run, each thing once: one error comes to light at several places, and also later. */
export class Failures {
  readonly #found: Failure[] = [];
  readonly #causes = new Set<unknown>();

  get found(): readonly Failure[] {
    return this.#found;
  }

  /** An error that something happened to: the first time counts, since what depends on it fails with the same one. */
  add(cause: unknown, where: Omit<Failure, 'message'> = {}): void {
    if (this.#causes.has(cause)) return;
    this.#causes.add(cause);
    const message = messageOf(cause, where.field);
    // On its way through the SDK an error loses its identity, but not its words.
    if (this.#found.some((one) => one.message !== '' && message.includes(one.message))) return;
    this.#found.push({ ...where, message });
  }
}

function messageOf(cause: unknown, field: string | undefined): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const prefix = `error serializing property "${field ?? ''}": `;
  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
}

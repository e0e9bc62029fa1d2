/** An answer that is not 200: thrown where it is decided, turned into a response in one place. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, sentence: string, headers: Readonly<Record<string, string>> = {}) {
    super(sentence);
    this.status = status;
    this.headers = headers;
  }
}

export function invalid(sentence: string): Refusal {
  return new Refusal(400, sentence);
}

/** Missing and invisible look the same, and neither is a 404. */
export function missing(type: string, id: string): Refusal {
  return new Refusal(400, `Missing read access to ${type} id ${id}, or the ${type} does not exist`);
}

export function forbidden(sentence: string): Refusal {
  return new Refusal(403, sentence);
}

/** What the stand-in does not know is refused by name, so that no test passes on a guess. */
export function notServed(what: string): Refusal {
  return new Refusal(501, `The stand-in of the admin API does not serve ${what}.`);
}

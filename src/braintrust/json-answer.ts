import type { WireResponse } from '../runtime/transport.ts';
import { BraintrustError } from './braintrust-error.ts';

/** No administrative answer comes near this; one that does is a mistake or an attack. Characters. */
const largestAnswer = 32 * 1024 * 1024;

/**
 * The JSON of a 2xx answer. Throws BraintrustUnexpectedAnswer for a web page (a proxy's login form answers 200), for
 * text cut short, and for one larger than {@link largestAnswer}.
 */
export function jsonAnswer(answer: WireResponse, what: string): unknown {
  if (answer.body.length > largestAnswer) {
    throw unexpected(what, answer, `an answer of more than ${largestAnswer / 1024 / 1024} MiB`);
  }
  const type = answer.headers['content-type'] ?? '';
  if (/\bhtml\b/i.test(type) || answer.body.trimStart().startsWith('<')) {
    throw unexpected(what, answer, 'a web page');
  }
  try {
    return JSON.parse(answer.body);
  } catch {
    // The parser's own message quotes the text, which may hold anything.
    throw unexpected(what, answer, answer.body === '' ? 'an empty answer' : 'text that is not whole JSON');
  }
}

function unexpected(what: string, answer: WireResponse, got: string): BraintrustError {
  return new BraintrustError(
    'BraintrustUnexpectedAnswer',
    `${what}: HTTP ${answer.status} with ${got} instead of JSON`,
    {
      status: answer.status,
    },
  );
}

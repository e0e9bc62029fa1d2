import { cloudFailureOf, type CloudFailureKind } from '../failure.ts';

/** What a cloud said, or why it is not known. Not permitted to look is never taken for an answer. */
export type Answer<T> = { readonly known: T } | { readonly unknown: string };

/** The answer of a question; what the cloud refuses becomes the reason why it is not known. */
export async function answerOf<T>(question: () => Promise<T>, signal: AbortSignal): Promise<Answer<T>> {
  try {
    return { known: await question() };
  } catch (error) {
    signal.throwIfAborted();
    const { kind, message } = cloudFailureOf(error, 'the account');
    return { unknown: `${whyOf[kind]} (${message})` };
  }
}

const whyOf: Readonly<Record<CloudFailureKind, string>> = {
  signedOut: 'nobody is signed in',
  denied: 'not permitted to look',
  notFound: 'the cloud does not find it',
  disabled: 'the API is not enabled',
  throttled: 'the cloud wants fewer calls',
  conflict: 'something else is under way',
  unreachable: 'the API cannot be reached',
  refused: 'the API gave no answer that can be read',
};

/** Another answer made of an answer. */
export function mapped<T, U>(answer: Answer<T>, change: (value: T) => U): Answer<U> {
  return 'known' in answer ? { known: change(answer.known) } : answer;
}

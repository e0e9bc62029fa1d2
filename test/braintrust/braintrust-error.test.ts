import { describe, expect, it } from 'vitest';
import { classifyAnswer } from '../../src/braintrust/braintrust-error.ts';
import { retryAfterMs } from '../../src/braintrust/retry-after.ts';
import { answer } from './support.ts';

const now = Date.parse('2026-01-01T00:00:00Z');

describe('what an answer means', () => {
  it.each([
    [400, 'missing read access to project x, or the project does not exist', 'BraintrustNotFoundOrForbidden'],
    [400, 'Function does not exist or you do not have access', 'BraintrustNotFoundOrForbidden'],
    [400, 'Invalid uuid', 'BraintrustInvalid'],
    [400, 'Extraneous key [colour] is not permitted', 'BraintrustInvalid'],
    [401, 'Unauthorized', 'BraintrustUnauthorized'],
    [403, 'You are not allowed to do this', 'BraintrustForbidden'],
    [403, 'Your plan does not include custom groups', 'BraintrustPlanTooLow'],
    [403, 'request throttled', 'BraintrustThrottled'],
    [404, 'Cannot GET /v1/project_group', 'BraintrustCapabilityMissing'],
    [404, 'Function does not exist', 'BraintrustNotFoundOrForbidden'],
    [409, 'duplicate', 'BraintrustConflict'],
    [429, '', 'BraintrustThrottled'],
    [503, '<html>Bad gateway</html>', 'BraintrustServerError'],
  ])('reads %i "%s" as %s', (status, text, code) => {
    expect(classifyAnswer(answer(status, text), 'GET /v1/project', now).code).toBe(code);
  });

  it('says what was asked and what the API said, in one line, without a token that it echoes', () => {
    const error = classifyAnswer(
      answer(400, { error: 'BadRequest', message: 'token bt-st-canary0000\nis odd' }),
      'PATCH /v1/project/1',
      now,
    );
    expect(error.message).toContain('PATCH /v1/project/1: HTTP 400');
    expect(error.message).toContain('BadRequest');
    expect(error.message).not.toContain('canary');
    expect(error.message).not.toContain('\n');
  });

  it('repeats no web page', () => {
    expect(classifyAnswer(answer(502, '<!doctype html><b>x</b>'), 'GET /', now).message).not.toContain('<b>');
  });
});

describe('Retry-After', () => {
  it('is read as seconds or as an HTTP-date, and ignored where it is neither', () => {
    expect(retryAfterMs('7', now)).toBe(7000);
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:09 GMT', now)).toBe(9000);
    expect(retryAfterMs('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0);
    expect(retryAfterMs('soon', now)).toBeUndefined();
    expect(retryAfterMs(undefined, now)).toBeUndefined();
  });
});

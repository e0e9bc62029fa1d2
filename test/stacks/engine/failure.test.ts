import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../stacks/engine/events.ts';
import { failureOf } from '../../../stacks/engine/failure.ts';

const urn = 'urn:pulumi:prod::planewright::planewright:aws:network$aws:ec2/eip:Eip::network-nat-address';
const told = (text: string): readonly Progress[] => [
  { kind: 'message', severity: 'error', text: 'update failed' },
  { kind: 'message', severity: 'error', urn, text },
];

/** First runs fail in the vendor's modules with these; in the words of the clouds. */
describe('what a cloud refuses', () => {
  it.each([
    ['AddressLimitExceeded: The maximum number of addresses has been reached.', 'raise the quota'],
    ["Quota 'LOCAL_SSD_TOTAL_GB_PER_VM_FAMILY' exceeded. Limit: 0.0 in region", 'raise the quota'],
    [
      'QuotaExceeded: Operation could not be completed as it results in exceeding approved Cores quota',
      'raise the quota',
    ],
    ['InsufficientInstanceCapacity: We currently do not have sufficient c8gd.8xlarge capacity', 'another type or zone'],
    ['TooManyRequestsException: Rate exceeded', 'wait a minute'],
    ['ThrottlingException: Rate exceeded', 'wait a minute'],
    ['Error 403: Cloud SQL Admin API has not been used in project 1 before or it is disabled', 'wait five minutes'],
    ['MissingSubscriptionRegistration: The subscription is not registered', 'wait five minutes'],
    ['NETWORK_NOT_PEERED: set up private services access first', 'private connection was not ready'],
    [
      'InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.',
      'not spread a new identity',
    ],
    ['PrincipalNotFound: Principal 1 does not exist in the directory', 'not spread a new identity'],
    ['ExpiredToken: The security token included in the request is expired', 'Sign in again'],
    ['AccessDenied: User is not authorized to perform: s3:CreateBucket', 'planewright permissions'],
    ['BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded', 'looks the object up'],
  ])('is told with resource and way out: %s', (message, next) => {
    const failure = failureOf(new Error('code: 255'), told(message));
    expect(failure.message).toBe(`network: network-nat-address: ${message}`);
    expect(failure.next).toContain(next);
    expect([failure.code, failure.exitCode]).toEqual(['EngineFailed', 1]);
  });

  it('names both accounts where the credentials are of another one', () => {
    const text = 'AWS account ID not allowed: 999999999999';
    const failure = failureOf(new Error('code: 255'), told(text), { account: '111122223333' });
    expect(failure.code).toBe('WrongAccount');
    expect(failure.message).toContain('999999999999');
    expect(failure.message).toContain('111122223333');
  });
});

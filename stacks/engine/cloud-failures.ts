/** What clouds say when they refuse, and what to do then. Sources: error codes of the clouds' own references. */
export const cloudFailures: readonly { readonly pattern: RegExp; readonly next: string }[] = [
  {
    pattern: /ExpiredToken|token (has|is) expired|invalid_grant|AADSTS7000\d\d/i,
    next: 'Sign in again, then run the command again: it goes on where it stopped.',
  },
  {
    pattern: /AddressLimitExceeded|LimitExceeded|QuotaExceeded|quota .*exceeded|exceeds? .*quota/i,
    next: 'Ask the cloud to raise the quota that it names, then run the command again: it goes on where it stopped.',
  },
  {
    pattern: /AccessDenied|UnauthorizedOperation|PERMISSION_DENIED|AuthorizationFailed|forbidden/i,
    next: 'Grant what planewright permissions --for deployer prints, then run the command again.',
  },
  {
    pattern: /InsufficientInstanceCapacity|ZONE_RESOURCE_POOL_EXHAUSTED|SkuNotAvailable|AllocationFailed/i,
    next: 'The zone has no machines of this type at the moment: wait, or name another type or zone in the environment.',
  },
  {
    pattern: /Throttling|RequestLimitExceeded|TooManyRequests|rateLimitExceeded/i,
    next: 'The cloud wants fewer calls: wait a minute, then run the command again.',
  },
  {
    pattern: /already ?exists|AlreadyOwnedByYou|EntityAlreadyExists/i,
    next: 'Something of this name is there already. If it is of an earlier run, run the command again: it looks the object up and records it. Else choose another name for the environment.',
  },
  {
    pattern: /API has not been used|SERVICE_DISABLED|accessNotConfigured|MissingSubscriptionRegistration/i,
    next: 'The service was enabled a moment ago, or not at all: wait five minutes, then run the command again.',
  },
  {
    pattern: /private services access|servicenetworking|Failed to create subnetwork.*peering/i,
    next: 'The private connection was not ready: run the command again, it goes on where it stopped.',
  },
  {
    pattern:
      /NoSuchEntity|InvalidParameterValue.*(role|profile)|cannot be assumed|principal .* does not exist|PrincipalNotFound/i,
    next: 'The cloud has not spread a new identity yet: run the command again, it goes on where it stopped.',
  },
  {
    pattern: /ResourceNotFound|NoSuchBucket|\bNotFound\b|\b404\b/i,
    next: 'What was made a moment ago is not to be seen everywhere yet, or somebody deleted it: run the command again, it goes on where it stopped. If it fails again, planewright drift says what is gone.',
  },
];

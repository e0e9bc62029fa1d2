import { isSecret, isUnknown, textsIn, valueAt } from '../../inputs.ts';
import type { PlannedResource } from '../../planned.ts';
import { isNamed } from '../../resource-types/resource-type.ts';
import { resourceTypeOf } from '../../resource-types/index.ts';
import type { Policy } from '../policy.ts';
import { atLeast } from '../rule.ts';
import { aws, azure } from '../types.ts';

/** Tag of every object, by which it is found and paid for; see `../../tags.ts`. */
const environmentTag = 'planewright:environment';
const environmentLabel = 'planewright-environment';

/** Inputs that carry a secret, by their last name. */
const secretInputs =
  /^(password|passwordWo|masterPassword|rootPassword|administratorLoginPassword|authToken|authTokenWo|secretString|secretStringWo|secretData|secretDataWo|privateKey|privateKeyPem|connectionString|sharedKey|accessKey|clientSecret)$/;
/** What is a secret wherever it stands: a URL with a password, a private key, keys of the clouds and of the vendor. */
const secretTexts = [
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@<>{}]*:[^\s@/<>{}]+@/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\b(sk|bt-st)-[A-Za-z0-9_-]{16,}/,
];

function tagsProblem({ type, inputs, provider }: PlannedResource, resources: readonly PlannedResource[]): string[] {
  const row = resourceTypeOf(type);
  if (row === undefined || row.tags === undefined || row.tags === 'none') return [];
  if (row.tags === 'labels') {
    const labels = ['labels', 'resourceLabels', 'userLabels', 'settings.userLabels'];
    return labels.some((path) => valueAt(inputs, `${path}.${environmentLabel}`) !== undefined)
      ? []
      : [`has no label ${environmentLabel}`];
  }
  const ofProvider = resources.find(({ urn }) => urn === provider)?.inputs['defaultTags'];
  const inherited =
    ofProvider !== undefined && [...textsIn(ofProvider)].some(({ text }) => text.includes('planewright'));
  const own = inputs['tags'];
  const tagged = typeof own === 'object' && own !== null && Object.hasOwn(own, environmentTag);
  return inherited || tagged ? [] : [`has no tag ${environmentTag}`];
}

/** What keeps an environment in order: found, named, recorded, and free of secrets. */
export const upkeepPolicies: readonly Policy[] = [
  {
    id: 'tags',
    reason: 'What carries no tag is found by nobody: not by the bill, not by support, not by who cleans up.',
    severity: 'block',
    rules: [{ types: 'every', check: (resource, { plan }) => tagsProblem(resource, plan.resources) }],
  },
  {
    id: 'names',
    reason: 'An object whose name the cloud makes up cannot be found again after a crash, and is made a second time.',
    severity: 'block',
    rules: [
      {
        types: 'every',
        check: ({ type, physicalName }) => {
          const row = resourceTypeOf(type);
          if (row === undefined || !isNamed(row)) return [];
          const { max, min = 1, pattern } = row.name;
          if (physicalName === undefined) return ['has no name of its own in the cloud'];
          if (isUnknown(physicalName)) return ['has a name that is not known beforehand'];
          const fits = physicalName.length >= min && physicalName.length <= max && pattern.test(physicalName);
          return fits ? [] : [`is called ${physicalName}, which the cloud refuses (${min} to ${max} characters)`];
        },
      },
    ],
  },
  {
    id: 'no-plain-secrets',
    reason: 'What stands in an input in clear stands in the state, the plan and every log of the pipeline.',
    severity: 'block',
    rules: [
      {
        types: 'every',
        check: ({ inputs }) =>
          [...textsIn(inputs)].flatMap(({ path, text }) => {
            if (isSecret(text) || isUnknown(text) || text === '') return [];
            const named = secretInputs.test(path.slice(path.lastIndexOf('.') + 1));
            // The value itself is not repeated: a finding is printed.
            return named || secretTexts.some((pattern) => pattern.test(text))
              ? [`carries a secret in clear in ${path}`]
              : [];
          }),
      },
    ],
  },
  {
    id: 'log-retention',
    reason: 'Logs that are kept for ever cost for ever; those of a day explain no incident.',
    severity: 'block',
    rules: [
      atLeast(aws.logGroup, 'retentionInDays', 1, 'keeps logs for ever; say for how many days'),
      atLeast(azure.logs, 'retentionInDays', 7, 'keeps logs for less than 7 days'),
    ],
  },
  {
    id: 'one-way-choices',
    reason: 'Some choices of the plane cannot be taken back on a live one.',
    severity: 'warn',
    rules: [
      {
        ofEnvironment: ({ spec }) =>
          spec.mode === 'SelfHosted' && spec.plane.storage.locks === 'Redis'
            ? [
                'spec.plane.storage.locks is Redis, which can never become ObjectStorage on a live plane; right only for a plane that has its locks there already',
              ]
            : [],
      },
      {
        ofEnvironment: ({ spec }) =>
          spec.mode === 'SelfHosted' && spec.plane.storage.walFooterVersion !== 'v3'
            ? [
                `spec.plane.storage.walFooterVersion is ${spec.plane.storage.walFooterVersion}; it can be raised later and never lowered again`,
              ]
            : [],
      },
    ],
  },
];

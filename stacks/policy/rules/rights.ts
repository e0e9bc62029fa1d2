import { isPlainObject } from '../../../src/runtime/canonical-json.ts';
import { listAt, textAt, textsIn, valueAt } from '../../inputs.ts';
import type { PlannedResource } from '../../planned.ts';
import type { Context, Policy } from '../policy.ts';
import { checked } from '../rule.ts';
import { azure } from '../types.ts';
import { reasonForEverywhere } from './everywhere.ts';

interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: unknown;
  readonly Resource?: string | readonly string[];
  readonly NotResource?: unknown;
  readonly Condition?: unknown;
}

/** Policy documents of AWS in any input of a resource, wherever it stands. */
function statementsOf({ inputs }: PlannedResource): readonly Statement[] {
  return [...textsIn(inputs)].flatMap(({ text }) => {
    if (!text.startsWith('{') || !text.includes('"Statement"')) return [];
    try {
      const document: unknown = JSON.parse(text);
      const statements = isPlainObject(document) ? document['Statement'] : undefined;
      return (Array.isArray(statements) ? statements : [statements]).filter(isPlainObject);
    } catch {
      return []; // Text that looks like a document and is none grants nothing; the cloud refuses it.
    }
  });
}

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** Types whose own policy says `*` for the object that it hangs on. */
const ownPolicy = new Set(['aws:kms/key:Key', 'aws:kms/replicaKey:ReplicaKey', 'aws:kms/keyPolicy:KeyPolicy']);
/** A VPC endpoint lets in whoever the network lets in; what they may reach is what its policy must narrow. */
const endpoint = 'aws:ec2/vpcEndpoint:VpcEndpoint';

function awsProblems(resource: PlannedResource, { declared }: Context): readonly string[] {
  return statementsOf(resource)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) => {
      const said = statement.Sid === undefined ? '' : ` (${statement.Sid})`;
      const actions = listed(statement.Action);
      const problems: string[] = [];
      if (statement.NotAction !== undefined || statement.NotResource !== undefined) {
        problems.push(`allows everything but a list${said}`);
      }
      // A whole service only where the tables of permissions allow for it; everything never.
      const reasoned = declared.everywhere.has(statement.Sid ?? '');
      const broad = actions.filter(
        (action) =>
          action === '*' || (/^[-a-z0-9]+:[*]$/.test(action) && !declared.wholeServices.has(statement.Sid ?? '')),
      );
      if (!ownPolicy.has(resource.type)) problems.push(...broad.map((action) => `allows ${action}${said}`));
      const everywhere = listed(statement.Resource).includes('*') && !ownPolicy.has(resource.type) && !reasoned;
      if (everywhere && !(resource.type === endpoint && statement.Condition !== undefined)) {
        problems.push(
          ...actions
            .filter((action) => reasonForEverywhere(action, statement.Condition !== undefined) === undefined)
            .map((action) => `allows ${action} on every resource${said}`),
        );
      }
      const anybody = statement.Principal === '*' || valueAt(statement.Principal as never, 'AWS') === '*';
      if (anybody && statement.Condition === undefined && resource.type !== endpoint) {
        problems.push(`lets everybody in${said}`);
      }
      return problems;
    });
}

const broadRoles = new Set(['roles/owner', 'roles/editor', 'roles/viewer']);
const everybody = new Set(['allUsers', 'allAuthenticatedUsers']);

/** Owner, Contributor, User Access Administrator, Role Based Access Control Administrator. Source: Azure built-in roles. */
const broadDefinitions: Readonly<Record<string, string>> = {
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': 'Owner',
  'b24988ac-6180-42a0-ab88-20f7382dd24c': 'Contributor',
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9': 'User Access Administrator',
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168': 'Role Based Access Control Administrator',
};

/** Who may do what. */
export const rightsPolicies: readonly Policy[] = [
  {
    id: 'no-wildcard-rights',
    reason: 'A role may do what its component needs, on what it needs it for: what is stolen with it stays small.',
    severity: 'block',
    rules: [
      { types: 'every', check: awsProblems },
      {
        types: 'every',
        check: ({ type, inputs }) => {
          if (!type.startsWith('gcp:')) return [];
          const role = inputs['role'];
          const members = [inputs['member'], ...listAt(inputs, 'members')];
          return [
            ...(typeof role === 'string' && broadRoles.has(role) ? [`grants ${role}`] : []),
            ...members
              .filter((member): member is string => typeof member === 'string' && everybody.has(member))
              .map((member) => `lets ${member} in`),
          ];
        },
      },
      checked(azure.roleAssignment, ({ inputs }) => {
        const role = broadDefinitions[textAt(inputs, 'roleDefinitionId').split('/').at(-1) ?? ''];
        const scope = textAt(inputs, 'scope');
        const whole = /^\/subscriptions\/[^/]+\/?$/.test(scope);
        return [
          ...(role === undefined ? [] : [`grants ${role}`]),
          ...(whole ? ['grants rights on the whole subscription'] : []),
        ];
      }),
    ],
  },
];

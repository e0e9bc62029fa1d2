import { note, table } from './page.ts';
import { policies } from '../../stacks/policy/policies.ts';
import type { Policy } from '../../stacks/policy/policy.ts';
import { awsWeaknesses } from '../../stacks/weaknesses/aws.ts';
import { azureWeaknesses } from '../../stacks/weaknesses/azure.ts';
import { googleWeaknesses } from '../../stacks/weaknesses/google.ts';
import type { Weakness } from '../../stacks/weaknesses/weakness.ts';

/** Every policy with its reason, and where it looks. */
export function policiesPage(): string {
  return page(
    '# Policies',
    'What must hold for every plan. `planewright plan` says which are broken, by which resource; one that blocks makes it exit with 3. An exception stands in the environment file, with a reason and its last day:',
    '```yaml\nspec:\n  policy:\n    exceptions:\n      - policy: deletion-protection\n        resource: postgres-instance\n        reason: The database is rebuilt every night.\n        until: 2026-12-31\n```',
    'From the day after, the policy blocks again and says so. An exception that nothing needs, or that names no policy, is warned of.',
    table(
      ['policy', 'broken', 'why', 'looks at'],
      policies.map((policy) => [
        `\`${policy.id}\``,
        policy.severity === 'block' ? 'blocks' : 'warns',
        policy.reason,
        cloudsOf(policy),
      ]),
    ),
  );
}

const prefixes = { AWS: 'aws:', 'Google Cloud': 'gcp:', Azure: 'azure-native:' } as const;

function cloudsOf({ rules }: Policy): string {
  const types = rules.flatMap((rule) => ('types' in rule ? (rule.types === 'every' ? ['every'] : rule.types) : []));
  if (types.length === 0) return 'the environment';
  if (types.includes('every')) return 'every resource';
  return Object.entries(prefixes)
    .filter(([, prefix]) => types.some((type) => type.startsWith(prefix)))
    .map(([cloud]) => cloud)
    .join(', ');
}

/** What is weak in the vendor's modules, and what ours do about each. */
export function weaknessesPage(): string {
  const tables: readonly (readonly [cloud: string, rows: readonly Weakness[]])[] = [
    ['AWS', awsWeaknesses],
    ['Google Cloud', googleWeaknesses],
    ['Azure', azureWeaknesses],
  ];
  return page(
    "# Weaknesses of the vendor's modules",
    "What we found in the vendor's published infrastructure modules, and what the programs of Planewright do about each: closed by default, or left as it is for a reason. Tests hold each closed one to the plan.",
    ...tables.flatMap(([cloud, rows]) => [
      `## ${cloud}`,
      table(
        ['weakness', 'seen in', 'here', 'how'],
        rows.map(({ weakness, source, state, how }) => [weakness, source, state, how]),
      ),
    ]),
  );
}

function page(...blocks: readonly string[]): string {
  return [note, ...blocks].map((block) => `${block}\n`).join('\n');
}

import type { ClusterObject } from '../../../stacks/cluster/object.ts';
import type { Change, ChangeKind } from '../../../stacks/plan/blast-radius.ts';
import { kindOf } from '../../../stacks/plan/facts/facts.ts';
import type { Finding } from '../../../stacks/policy/policy.ts';
import { hanging, type Style } from '../ui/style.ts';
import type { Review } from './review.ts';

/** What the plan breaks: what blocks first, each policy with its reason once. */
export function findingsSection(findings: readonly Finding[], style: Style): string {
  if (findings.length === 0) return style.green('Every policy holds.');
  const order = ['block', 'warn', 'allowed'] as const;
  const words = { block: style.red('blocked'), warn: style.yellow('warning'), allowed: style.dim('allowed') };
  const lines = order.flatMap((outcome) => {
    const found = findings.filter((finding) => finding.outcome === outcome);
    return [...new Set(found.map(({ policy, reason }) => `${policy}\n${reason}`))].map((key) => {
      const [policy = '', reason = ''] = key.split('\n');
      const own = found.filter((finding) => finding.policy === policy && finding.reason === reason);
      const until = own[0]?.until;
      const why = outcome === 'allowed' ? `allowed until ${until ?? ''}: ${reason}` : reason;
      return [
        `${words[outcome]} ${style.bold(policy)}`,
        ...own.map(({ message }) => hanging('  - ', message, style.width)),
        style.dim(hanging('  ', why, style.width)),
      ].join('\n');
    });
  });
  return lines.join('\n');
}

const verbs: Readonly<Record<ChangeKind, string>> = {
  delete: 'delete',
  replace: 'replace',
  update: 'change',
  create: 'create',
};

/** What carrying the plan out would do to what is there. */
export function blastSection({ blast }: Review, style: Style): string | undefined {
  if (blast === undefined) return undefined;
  const count = (kind: ChangeKind): number => blast.changes.filter(({ change }) => change === kind).length;
  const counts = (['create', 'update', 'replace', 'delete'] as const).map((kind) => `${count(kind)} to ${verbs[kind]}`);
  const lines = blast.changes.map((change) => changeLine(change, style));
  return [`${counts.join(', ')}, ${blast.unchanged} as they are`, ...lines].join('\n');
}

function changeLine(change: Change, style: Style): string {
  const { blocked, holds, inputs, because, name } = change;
  const forced = because.length > 0 ? ` because of ${because.join(', ')}` : '';
  const touched = inputs.length > 0 && because.length === 0 ? `: ${inputs.join(', ')}` : '';
  const data = holds === undefined ? '' : style.yellow(' ■ holds data');
  const said = `${verbs[change.change]} ${kindOf(change)} ${name}${forced}${touched}`;
  const line = hanging('  ', said, style.width) + data;
  return blocked === undefined ? line : `${line}\n${style.red(hanging('    blocked: ', blocked, style.width))}`;
}

/** What stands in the cluster, in the order in which it is applied. */
export function clusterSection({ operator, objects, refused }: Review, style: Style): string {
  const lines = objects.map((object) => `  ${kindAndName(object)}`);
  const problems = refused.map((sentence) => style.red(hanging('  refused: ', sentence, style.width)));
  return [`  operator, ${operator.length} objects in planewright-system`, ...lines, ...problems].join('\n');
}

function kindAndName({ kind, metadata }: ClusterObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}

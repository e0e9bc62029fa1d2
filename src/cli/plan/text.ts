import { stringify } from 'yaml';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { isSelfHosted } from '../../../stacks/cluster/objects.ts';
import { byConcern } from '../../../stacks/plan/concerns.ts';
import { placeOf } from '../../../stacks/place.ts';
import { hanging, wrapped, type Style } from '../ui/style.ts';
import { costSection } from './money.ts';
import { resourceTree } from './resource-tree.ts';
import type { Review } from './review.ts';
import { blastSection, clusterSection, findingsSection } from './sections.ts';
import { verdictOf } from './verdict.ts';

interface Shown {
  readonly inputs: boolean;
  readonly objects: boolean;
}

/** A review as a person reads it, from what will be there to what they have to do. */
export function reviewAsText(review: Review, style: Style, shown: Shown): string {
  const { environment, plan, objects, operator, findings, estimate, toDo } = review;
  const made = byConcern(plan).reduce((sum, { resources }) => sum + resources.length, 0);
  const cloud =
    made === 0
      ? 'No cloud resources: nothing is made in any cloud.'
      : resourceTree(plan, style, { inputs: shown.inputs });
  const blast = blastSection(review, style);
  const sections: readonly (readonly [title: string, text: string | undefined])[] = [
    [made === 0 ? 'In the cloud' : `In the cloud: ${made} resources`, cloud],
    ['Against the state', blast],
    ['In the cluster', clusterSection(review, style)],
    ['Objects', shown.objects ? [...operator, ...objects].map((object) => stringify(object)).join('---\n') : undefined],
    ['Policies', findingsSection(findings, style)],
    ['What it is billed for', made === 0 ? undefined : costSection(estimate, style)],
    [
      'What is left to you',
      toDo.map((sentence, index) => hanging(`  ${index + 1}. `, sentence, style.width)).join('\n'),
    ],
  ];
  const told = sections
    .filter(([, text]) => text !== undefined && text !== '')
    .map(([title, text]) => `${style.bold(title)}\n\n${text ?? ''}\n`);
  return `${headline(environment, style)}\n\n${told.join('\n')}\n${lastWord(review, style)}\n`;
}

const providers = { aws: 'AWS', google: 'Google Cloud', azure: 'Azure' } as const;
/** What a cloud calls that to which everything is billed. */
const accounts = { aws: 'account', google: 'project', azure: 'subscription' } as const;

function headline(environment: Environment, style: Style): string {
  const { metadata, spec } = environment;
  const name = style.bold(metadata.name);
  if (spec.mode === 'SaaS') return `${name}: an organization whose plane the vendor hosts`;
  const { account, region } = placeOf(environment);
  const { provider } = spec.cloud;
  const where = `${providers[provider]}, ${region}, ${accounts[provider]} ${account}`;
  const what = isSelfHosted(environment)
    ? `a self-hosted plane at ${environment.spec.version}, profile ${environment.spec.profile}`
    : 'what lets the vendor run a plane in your account, and holds it back';
  return wrapped(`${metadata.name}: ${what}; ${where}`, style.width).join('\n').replace(metadata.name, name);
}

function lastWord(review: Review, style: Style): string {
  const verdict = verdictOf(review);
  switch (verdict.state) {
    case 'blocked':
      return style.red(`Blocked: ${verdict.reasons} things stand in the way.`);
    case 'differs':
      return style.yellow('It differs from the state that was given.');
    case 'fine':
      return style.green('Nothing stands in the way.');
  }
}

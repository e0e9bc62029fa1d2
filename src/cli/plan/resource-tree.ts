import { byConcern } from '../../../stacks/plan/concerns.ts';
import { factsOf, kindOf } from '../../../stacks/plan/facts/facts.ts';
import type { Plan, PlannedResource } from '../../../stacks/planned.ts';
import { resourceTypeOf } from '../../../stacks/resource-types/index.ts';
import { wrapped, type Style } from '../ui/style.ts';

/** So many of one kind are told together. */
const many = 4;
/** So many names are told; more say less than their number. */
const fewNames = 2;

/** Every resource of a plan under its component, with what is worth knowing of it. */
export function resourceTree(plan: Plan, style: Style, options: { readonly inputs: boolean }): string {
  return byConcern(plan)
    .map(({ concern, resources }) => {
      const title = `${style.bold(concern === '' ? 'beside the components' : concern)} ${style.dim(`(${resources.length})`)}`;
      const entries = options.inputs ? resources.map((resource) => [resource]) : grouped(resources);
      const lines = entries.map((entry, index) => {
        const isLast = index === entries.length - 1;
        return branch(entry, style, { isLast, inputs: options.inputs });
      });
      return [title, ...lines].join('\n');
    })
    .join('\n\n');
}

/** What holds data, and what there are few of with something to tell, stands alone; the rest by type. */
function grouped(resources: readonly PlannedResource[]): readonly (readonly PlannedResource[])[] {
  const ofType = (type: string): readonly PlannedResource[] =>
    resources.filter((resource) => resource.type === type && !isData(resource));
  return resources.flatMap((resource): (readonly PlannedResource[])[] => {
    const alike = ofType(resource.type);
    const told = factsOf(resource).length > 0 && alike.length < many;
    if (isData(resource) || told) return [[resource]];
    return alike[0] === resource ? [alike] : [];
  });
}

function branch(
  entry: readonly PlannedResource[],
  style: Style,
  { isLast, inputs }: { readonly isLast: boolean; readonly inputs: boolean },
): string {
  const [first] = entry;
  if (first === undefined) return '';
  const lead = isLast ? style.last : style.branch;
  const under = isLast ? style.gap : style.trunk;
  const names = entry.length > fewNames ? '' : entry.map(({ name }) => name).join(', ');
  const kind = entry.length > 1 ? `${kindOf(first)} ×${entry.length}` : kindOf(first);
  const facts =
    entry.length === 1
      ? factsOf(first).join(', ')
      : [...new Set(entry.flatMap((one) => factsOf(one).slice(0, 1)))].join(', ');
  const mark = entry.some(isData) ? style.yellow(' ■ holds data') : '';
  const head = `${style.dim(lead)}${kind}${names === '' ? '' : ` ${style.dim(names)}`}${mark}`;
  const width = `${lead}${kind} ${names}${mark === '' ? '' : ' ■ holds data'}`.length;
  if (inputs) return [head, ...inputLines(first, `${under}  `, style)].join('\n');
  if (facts === '') return head;
  if (width + 2 + facts.length <= style.width) return `${head}  ${facts}`;
  const lines = wrapped(facts, Math.max(style.width - under.length - 2, 20));
  return [head, ...lines.map((line) => `${style.dim(under)}  ${line}`)].join('\n');
}

function isData({ type }: PlannedResource): boolean {
  return resourceTypeOf(type)?.holdsData === true;
}

/** Inputs by path, one a line. Secrets are marks already. */
function inputLines({ inputs }: PlannedResource, indent: string, style: Style): readonly string[] {
  return leaves(inputs).map(([path, value]) => `${style.dim(indent)}${style.dim(path)} ${value}`);
}

function leaves(value: unknown, path = ''): readonly (readonly [path: string, value: string])[] {
  if (typeof value !== 'object' || value === null)
    return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  const entries = Object.entries(value);
  if (entries.length === 0) return [[path, Array.isArray(value) ? '[]' : '{}']];
  return entries.flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

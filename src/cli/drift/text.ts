import { partNames, type DriftedField, type DriftReport, type Part, type PartName, type Who } from './report.ts';

const titles: Readonly<Record<PartName, string>> = {
  cloud: 'Cloud',
  cluster: 'Cluster',
  organization: 'Organization',
};

/** How each part is put right. */
const waysOut: Readonly<Record<PartName, string>> = {
  cloud:
    'planewright up --refresh sets inputs back, takes up what the cloud computed, and makes anew what is gone; what holds data and is gone must be restored first.',
  cluster:
    "The operator sets workloads of the plane back by itself. planewright install ENV sets back what it applied: its own objects, and the environment's.",
  organization:
    'The operator sets it back within its resync interval, except where it only observes, is paused, or somebody fights it: then change the resource, or ask whoever changes it. planewright diff says what would be done.',
};

/** The report for a person who has not read the documentation. */
export function reportAsText({ environment, parts }: DriftReport): string {
  const blocks = partNames.flatMap((name) => {
    const found: Part<Printable> | undefined = printable(parts, name);
    return found === undefined ? [] : [blockOf(name, found)];
  });
  if (blocks.length === 0) return `There is nothing of ${environment} to compare.\n`;
  return `${blocks.join('\n\n')}\n`;
}

/** One object of any part. */
interface Printable {
  readonly head: string;
  readonly fields: readonly DriftedField[];
  readonly more: readonly string[];
  readonly who?: Who | undefined;
}

function printable(parts: DriftReport['parts'], name: PartName): Part<Printable> | undefined {
  switch (name) {
    case 'cloud':
      return mapped(parts.cloud, ({ concern, name: object, type, kind, holdsData, fields, who }) => ({
        head: `${concern === '' ? '' : `${concern}: `}${object} (${type}) ${kind === 'gone' ? 'is gone' : 'was changed'}${holdsData ? '; it holds data' : ''}`,
        fields,
        more: [],
        who,
      }));
    case 'cluster':
      return mapped(parts.cluster, ({ kind, namespace, name: object, change, fields, who }) => ({
        head: `${kind} ${namespace === undefined ? object : `${namespace}/${object}`} ${change === 'missing' ? 'is not there' : 'was changed'}`,
        fields,
        more: [],
        who,
      }));
    case 'organization':
      return mapped(parts.organization, ({ kind, namespace, name: object, fields, changes, fight, who }) => ({
        head: `${kind} ${namespace}/${object} is not as declared${fight ? '; somebody changes it again and again, and the operator has stopped' : ''}`,
        fields,
        more: changes.map((sentence) => `would be done: ${sentence}`),
        who,
      }));
  }
}

function mapped<T>(found: Part<T> | undefined, to: (one: T) => Printable): Part<Printable> | undefined {
  return found === undefined ? undefined : { ...found, objects: found.objects.map(to) };
}

function blockOf(name: PartName, { state, reason, note, objects }: Part<Printable>): string {
  const lines = objects.flatMap(linesOf);
  const unseen = reason === undefined ? [] : [`  not looked at: ${reason}`];
  const left = note === undefined ? [] : [`  left out: ${note}`];
  const heads = { same: 'as it was left.', drifted: `${objects.length} drifted.`, unknown: 'not known.' };
  const way = state === 'drifted' ? [`  Way out: ${waysOut[name]}`] : [];
  return [`${titles[name]}: ${heads[state]}`, ...lines, ...unseen, ...left, ...way].join('\n');
}

function linesOf({ head, fields, more, who }: Printable): readonly string[] {
  return [
    `  ${head}`,
    ...fields.map((field) => `    ${fieldLine(field)}`),
    ...more.map((line) => `    ${line}`),
    ...(who === undefined ? [] : [`    who: ${whoText(who)}`]),
  ];
}

function fieldLine({ path, was, is }: DriftedField): string {
  if (was === undefined && is === undefined) return `${path} differs`;
  return `${path}: ${was ?? '(unset)'} → ${is ?? '(unset)'}`;
}

function whoText(who: Who): string {
  if (!who.known) return `not known (${who.reason})`;
  return `${who.principal}${who.at === undefined ? '' : ` at ${who.at}`} (${who.event})`;
}

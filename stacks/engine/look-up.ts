import type { Place } from '../place.ts';
import type { ListedByApi } from '../resource-types/found/found.ts';
import { canonicalJson } from '../../src/runtime/canonical-json.ts';
import { sentenceOf } from '../../src/runtime/errors.ts';
import { askAll, type Answer, type AskOptions } from './look-up/ask-all.ts';
import { readAll, type Reading } from './look-up/read-all.ts';
import { verdictOf, type Candidate, type Read } from './look-up/verdict.ts';
import { idsOf, inRegion, regionBeside, wayOf, type Question, type Way } from './look-up/ways.ts';
import type { Finding } from './pending.ts';
import type { Decision } from './settle.ts';
import type { StackState, StateResource } from './state.ts';
import type { WorkspaceOptions } from './workspace.ts';

/** Ids of what a cloud's own API lists, as the provider reads them. @throws where it may not be asked. */
export type ListByApi = (
  list: ListedByApi['list'],
  resource: StateResource,
  signal: AbortSignal,
) => Promise<readonly string[]>;

export interface LookUpOptions extends WorkspaceOptions, AskOptions {
  /** Account and region, of which ids are made. */
  readonly place: Place;
  readonly listByApi: ListByApi;
}

interface Wanted {
  readonly resource: StateResource;
  readonly way: Way | { readonly kind: 'decided'; readonly decision: Decision };
}

/**
 * Looks objects up in the cloud with the same plug-ins, settings and credentials as the run that made them. Two runs of the
 * engine at most, however many there are: one in which the providers list what they have, one in which they read what was
 * listed and what has an id that follows from its name.
 * @param state Where the providers' settings are taken from, and what is known already: an object that is recorded is not
 *   the one that is looked for.
 * @param decisions What a person says, by URN: an id is read all the same.
 */
export async function lookUp(
  resources: readonly StateResource[],
  state: StackState,
  options: LookUpOptions,
  signal: AbortSignal,
  decisions: ReadonlyMap<string, Decision> = new Map(),
): Promise<ReadonlyMap<string, Finding>> {
  const wanted = resources.map((resource): Wanted => {
    const decision = decisions.get(resource.urn);
    if (decision !== undefined) return { resource, way: { kind: 'decided', decision } };
    return { resource, way: wayOf(resource, options.place) };
  });
  const listed = await listAll(wanted, state, options, signal);
  const readings: Reading[] = [];
  const plans = wanted.map((one) => planOf(one, listed.get(one.resource.urn), readings, options.place));
  const reads = await readAll(readings, state, options, signal);
  return new Map(wanted.map((one, index) => [one.resource.urn, findingOf(one, plans[index], readings, reads)]));
}

/** What is to be read for one object: where in the list of readings, or why nothing is. */
type Plan =
  | { readonly kind: 'settled'; readonly finding: Finding }
  | { readonly kind: 'read'; readonly from: number; readonly count: number };

function planOf({ resource, way }: Wanted, listed: Listed | undefined, readings: Reading[], place: Place): Plan {
  const { type, provider } = resource;
  const with_ = provider === undefined ? {} : { provider };
  if (way.kind === 'none') return { kind: 'settled', finding: { kind: 'unknown', reason: way.reason } };
  if (way.kind === 'again') return { kind: 'settled', finding: { kind: 'again', why: way.why } };
  const from = readings.length;
  if (way.kind === 'decided') {
    if (way.decision.kind === 'absent') return { kind: 'settled', finding: { kind: 'absent' } };
    readings.push({ type, id: way.decision.id, ...with_ });
    return { kind: 'read', from, count: 1 };
  }
  if (way.kind === 'read') {
    readings.push({ type, id: way.id, ...with_, ...(way.noneText !== undefined && { noneText: way.noneText }) });
    return { kind: 'read', from, count: 1 };
  }
  if (listed === undefined || listed.kind === 'failed') {
    const reason = listed === undefined ? 'it was not listed' : listed.reason;
    return { kind: 'settled', finding: { kind: 'unknown', reason: `it could not be listed: ${reason}` } };
  }
  const region = regionBeside(resource, place);
  for (const id of listed.ids) readings.push({ type, id: inRegion(id, region), ...with_ });
  return { kind: 'read', from, count: listed.ids.length };
}

function findingOf(
  { resource, way }: Wanted,
  plan: Plan | undefined,
  readings: readonly Reading[],
  reads: readonly Read[],
): Finding {
  if (plan === undefined) return { kind: 'unknown', reason: 'it was not looked up' };
  if (plan.kind === 'settled') return plan.finding;
  const candidates = reads
    .slice(plan.from, plan.from + plan.count)
    .map((read, index): Candidate => ({ id: readings[plan.from + index]?.id ?? '', read }));
  if (way.kind === 'decided' && candidates.some(({ read }) => read.kind === 'gone')) {
    return { kind: 'unknown', reason: `there is none with the id ${candidates[0]?.id ?? ''}` };
  }
  return verdictOf(resource, way.kind === 'ask' || way.kind === 'api' ? way.found.same : [], candidates);
}

type Listed =
  { readonly kind: 'listed'; readonly ids: readonly string[] } | { readonly kind: 'failed'; readonly reason: string };

/** What the lists name, by the URN that it is listed for, without what the state has already. */
async function listAll(
  wanted: readonly Wanted[],
  state: StackState,
  options: LookUpOptions,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Listed>> {
  const isNew = (type: string) => {
    const known = new Set((state.deployment.resources ?? []).flatMap((one) => (one.type === type ? [one.id] : [])));
    return (id: string): boolean => !known.has(id) && !known.has(id.split(/[,|]/).at(-1) ?? id);
  };
  const asking = wanted.flatMap(({ resource, way }) => (way.kind === 'ask' ? [{ resource, way }] : []));
  const groups = Map.groupBy(asking, ({ way }) => canonicalJson(way.question));
  const questions = [...groups.values()];
  const answers = await askAll(
    questions.map((group) => ({
      question: (group[0] as (typeof group)[number]).way.question satisfies Question,
      isEnough: (value) => {
        // Of a list that several wait for, as many as there are of each kind must be in it.
        const ofKind = Map.groupBy(group, ({ resource }) => resource.type);
        return [...ofKind].every(([type, ones]) => {
          const [{ way } = { way: undefined }] = ones;
          return way === undefined || idsOf(way.found, value).filter(isNew(type)).length >= ones.length;
        });
      },
    })),
    state,
    options,
    signal,
  );
  const listed = new Map<string, Listed>();
  for (const [index, group] of questions.entries()) {
    for (const { resource, way } of group) {
      listed.set(resource.urn, listedOf(answers[index], way, isNew(resource.type)));
    }
  }
  for (const { resource, way } of wanted) {
    if (way.kind !== 'api') continue;
    const ids = options.listByApi(way.found.list, resource, signal);
    listed.set(
      resource.urn,
      await ids.then(
        (all): Listed => ({ kind: 'listed', ids: all.filter(isNew(resource.type)) }),
        (error: unknown): Listed => ({ kind: 'failed', reason: sentenceOf(error) }),
      ),
    );
  }
  return listed;
}

function listedOf(
  answer: Answer | undefined,
  { found }: Extract<Way, { readonly kind: 'ask' }>,
  isNew: (id: string) => boolean,
): Listed {
  if (answer?.kind === 'answer') return { kind: 'listed', ids: idsOf(found, answer.value).filter(isNew) };
  const reason = answer?.reason ?? 'it was not asked';
  if (found.by === 'list' && found.noneText?.test(reason) === true) return { kind: 'listed', ids: [] };
  return { kind: 'failed', reason };
}

import type { Need } from '../../../stacks/quotas/need.ts';
import type { Answer } from '../../clouds/account/answer.ts';
import { fail, pass, unknown, warn, type Subject, type Verdict } from './verdict.ts';

export interface QuotaQuestion {
  readonly subject: Subject;
  readonly need: Need;
  readonly used: Answer<number>;
  readonly limit: Answer<number>;
  /** The request to make: an exact command, or where to ask. */
  readonly request: (value: number) => string;
}

/** Whether what a plan takes fits on top of what is used. Only the first run must fit; what pools grow to is a warning. */
export function judgeQuota({ subject, need, used, limit, request }: QuotaQuestion): Verdict {
  if ('unknown' in limit) return unknown(subject, limit.unknown);
  if ('unknown' in used) return unknown(subject, used.unknown);
  const [taken, allowed] = [used.known, limit.known];
  if (Number.isNaN(taken + allowed)) return unknown(subject, 'the cloud gave no number');
  const growth = need.most > need.amount ? `, up to ${need.most} when pools have grown` : '';
  const says = `${need.amount} more are needed${growth}; ${taken} ${allowed === Number.POSITIVE_INFINITY ? 'are used, without a limit' : `of ${allowed} are used`}.`;
  const wanted = Math.ceil(taken + need.most);
  if (taken + need.amount > allowed) return fail(subject, says, `Ask for ${wanted}: ${request(wanted)}`);
  if (wanted > allowed) return warn(subject, says, `Ask for ${wanted} before it grows: ${request(wanted)}`);
  return pass(subject, says);
}

/** Whether a name can be had: `ours` is in this account and not in the state, `deleted` waits to be purged. */
export type NameState = 'free' | 'ours' | 'taken' | 'deleted';

interface NameAnswer {
  readonly name: string;
  readonly answer: Answer<NameState>;
}

export interface NamesQuestion {
  readonly subject: Subject;
  readonly names: readonly NameAnswer[];
  /** Whether a run has begun before: then what is there may be what it made without recording it. */
  readonly begun: boolean;
  /** How to take one up or away, by name. */
  readonly wayOut: (name: string, state: Exclude<NameState, 'free'>) => string;
}

export function judgeNames({ subject, names, begun, wayOut }: NamesQuestion): Verdict {
  const within = (state: NameState): readonly string[] =>
    names.flatMap(({ name, answer }) => ('known' in answer && answer.known === state ? [name] : []));
  const [taken, deleted, ours] = [within('taken'), within('deleted'), within('ours')];
  const says = [
    ...(taken.length > 0 ? [`Taken by somebody else, or not to be looked at: ${taken.join(', ')}.`] : []),
    ...(deleted.length > 0 ? [`Deleted and not purged yet, which keeps the name: ${deleted.join(', ')}.`] : []),
    ...(ours.length > 0 ? [`There already, and not in the state: ${ours.join(', ')}.`] : []),
  ].join(' ');
  const ways = [
    ...taken.map((name) => wayOut(name, 'taken')),
    ...deleted.map((name) => wayOut(name, 'deleted')),
    ...ours.map((name) => wayOut(name, 'ours')),
  ];
  const way = [...new Set(ways)].join(' ');
  if (taken.length + deleted.length > 0 || (ours.length > 0 && !begun)) return fail(subject, says, way);
  const unclear = names.find(({ answer }) => 'unknown' in answer);
  if (unclear !== undefined && 'unknown' in unclear.answer)
    return unknown(subject, `${unclear.name}: ${unclear.answer.unknown}`);
  if (ours.length > 0)
    return warn(subject, says, `If an earlier run was interrupted, the next one records them. Else: ${way}`);
  return pass(subject, `Free: ${names.map(({ name }) => name).join(', ')}.`);
}

export interface Permitted {
  /** Actions that are refused whatever else is granted. */
  readonly forbidden: readonly string[];
  readonly missing: readonly string[];
  /** Actions whose answer hangs on what only the call itself knows. */
  readonly unclear: readonly string[];
  readonly asked: number;
}

/** What a deployer lacks. */
export function judgePermissions(subject: Subject, answer: Answer<Permitted>): Verdict {
  if ('unknown' in answer) return unknown(subject, answer.unknown);
  const { forbidden, missing, unclear, asked } = answer.known;
  const grant = 'Grant what planewright permissions ENV --for deployer -o policy prints.';
  const lacking = [
    ...(forbidden.length > 0 ? [`Forbidden: ${forbidden.join(', ')}.`] : []),
    ...(missing.length > 0 ? [`Missing: ${missing.join(', ')}.`] : []),
  ].join(' ');
  if (forbidden.length > 0)
    return fail(subject, lacking, `Take away the denial, or have whoever governs the organization do so. ${grant}`);
  if (missing.length > 0) return fail(subject, lacking, grant);
  if (unclear.length > 0)
    return unknown(subject, `whether ${unclear.join(', ')} would be allowed cannot be told beforehand`, grant);
  return pass(subject, `All ${asked} actions are allowed.`);
}

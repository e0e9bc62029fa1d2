import type { Pool } from '../../../../stacks/quotas/pools.ts';
import type { Answer } from '../../../clouds/account/answer.ts';
import { fail, pass, unknown, warn, type Subject, type Verdict } from '../verdict.ts';

interface Project {
  readonly id: string;
  readonly number: string;
  readonly state: string;
}

export function judgeProject(
  subject: Subject,
  wanted: { readonly project: string; readonly projectNumber: string },
  answer: Answer<Project>,
  caller: string | undefined,
): Verdict {
  const who = caller === undefined ? '' : `${caller}: `;
  const signIn = `Sign in as somebody of project ${wanted.project}: gcloud auth application-default login. Or correct spec.cloud.project.`;
  if ('unknown' in answer) return unknown(subject, `${who}${answer.unknown}`, signIn);
  const { id, number, state } = answer.known;
  if (id !== wanted.project || number !== wanted.projectNumber) {
    const says = `${who}project ${id} has the number ${number}; the file says ${wanted.project} and ${wanted.projectNumber}.`;
    return fail(subject, says, 'Correct spec.cloud.projectNumber, or spec.cloud.project.');
  }
  if (state !== 'ACTIVE') {
    const restore = `gcloud projects undelete ${id}, where it was deleted within 30 days.`;
    return fail(subject, `${who}project ${id} is ${state}.`, restore);
  }
  return pass(subject, `${who}project ${id}, number ${number}.`);
}

export function judgeRegion(
  subject: Subject,
  name: string,
  answer: Answer<{ readonly status: string; readonly zones: readonly string[] } | undefined>,
): Verdict {
  if ('unknown' in answer) return unknown(subject, answer.unknown);
  if (answer.known === undefined) {
    return fail(subject, `Google Cloud has no region ${name}.`, 'Correct the region in the environment file.');
  }
  if (answer.known.status === 'UP') return pass(subject, `${name} is up.`);
  return warn(subject, `${name} is ${answer.known.status}.`, "Look at Google Cloud's status page, and wait.");
}

export function judgeZones(
  subject: Subject,
  wanted: readonly string[],
  answer: Answer<{ readonly zones: readonly string[] } | undefined>,
): Verdict {
  if ('unknown' in answer) return unknown(subject, answer.unknown);
  const zones = answer.known?.zones ?? [];
  const missing = wanted.filter((zone) => !zones.includes(zone));
  if (missing.length === 0) return pass(subject, `${wanted.join(', ')} are there.`);
  const says = `The region has no ${missing.join(', ')}.`;
  return fail(subject, says, `Name others in spec.cloud.zones: there are ${zones.join(', ') || 'none'}.`);
}

export interface Offer {
  readonly pool: Pool;
  readonly zone: string;
  readonly offered: Answer<boolean>;
}

export function judgeMachines(subject: Subject, offers: readonly Offer[]): Verdict {
  const lacking = offers.filter(({ offered }) => 'known' in offered && !offered.known);
  if (lacking.length > 0) {
    const says = lacking.map(({ pool, zone }) => `${pool.machine} of ${pool.name} is not offered in ${zone}.`);
    const [first] = lacking;
    const look = `gcloud compute machine-types list --zones ${lacking.map(({ zone }) => zone).join(',')} --filter name~${first?.pool.machine.split('-')[0] ?? ''} lists what is.`;
    return fail(subject, says.join(' '), `Name other zones or another type of machine. ${look}`);
  }
  const unclear = offers.find(({ offered }) => 'unknown' in offered);
  if (unclear !== undefined && 'unknown' in unclear.offered) return unknown(subject, unclear.offered.unknown);
  const machines = [...new Set(offers.map(({ pool }) => pool.machine))];
  return pass(subject, `${machines.join(', ')} are offered in every zone.`);
}

/** The programs switch APIs on by themselves; until then nothing of them can be looked at. */
export function judgeApis(
  subject: Subject,
  project: string,
  wanted: readonly string[],
  answer: Answer<ReadonlyMap<string, string>>,
): Verdict {
  const enable = (names: readonly string[]): string => `gcloud services enable ${names.join(' ')} --project ${project}`;
  if ('unknown' in answer)
    return unknown(
      subject,
      answer.unknown,
      enable(['serviceusage.googleapis.com', 'cloudresourcemanager.googleapis.com']),
    );
  const off = wanted.filter((name) => answer.known.get(name) !== 'ENABLED');
  if (off.length === 0) return pass(subject, `All ${wanted.length} are enabled.`);
  const says = `Not enabled yet, and enabled by the program: ${off.join(', ')}. Until then nothing of them can be looked at.`;
  return warn(subject, says, `To look before: ${enable(off)}`);
}

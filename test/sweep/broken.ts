import type { Project } from '../../src/api/index.ts';
import { ordinaryHandlers, type Handlers } from '../../src/organization/engine.ts';
import type { ProjectObserved } from '../../src/organization/project/gather.ts';
import { writeStatus } from '../../src/organization/status.ts';
import type { Case } from './cases.ts';
import type { Decision } from '../../src/organization/handler.ts';

export interface BrokenVariant {
  /** What is wrong with it. */
  readonly name: string;
  /** The story in which it shows. */
  readonly story: string;
  readonly handlers: Handlers;
  /** Which cases are tried: the whole sweep would take longer than this needs. */
  readonly among: (one: Case) => boolean;
}

const { AIProvider, Project: ordinaryProject } = ordinaryHandlers;

/** Records what it is about to send as if it had been accepted. */
const hashBeforeAcceptance: Handlers = {
  ...ordinaryHandlers,
  AIProvider: {
    ...AIProvider,
    act: async (scope, change, observed, done, signal) => {
      const { engine, resource } = scope;
      const remote = resource.status?.remote;
      if (change.operation === 'ai_secret.patch' && remote !== undefined && observed.secret.state === 'present') {
        const early = { ...resource.status, remote: { ...remote, secretHash: observed.secret.hash } };
        await writeStatus(engine, resource, early, signal);
      }
      return AIProvider.act(scope, change, observed, done, signal);
    },
  },
};

/** Does not write down that a create is under way. */
const noAttempt: Handlers = {
  ...ordinaryHandlers,
  Project: {
    ...ordinaryProject,
    decide: (resource, observed, nowMs) => {
      const decision = ordinaryProject.decide(resource, observed, nowMs);
      return { ...decision, changes: decision.changes.map((change) => ({ ...change, attempt: false })) };
    },
  },
};

/** Takes the API's 400, which also stands for "not yours", for a broken object, and clears it away to make it anew. */
const deletesOn400: Handlers = {
  ...ordinaryHandlers,
  Project: {
    ...ordinaryProject,
    decide: (resource, observed, nowMs) =>
      clearedAway(resource, observed) ?? ordinaryProject.decide(resource, observed, nowMs),
  },
};

function clearedAway(resource: Project, { remote, tags }: ProjectObserved): Decision | undefined {
  const id = resource.status?.remote?.id;
  const refused = [remote, tags].some(
    (seen) => seen.state === 'unknown' && /Invalid|NotFoundOrForbidden/.test(seen.reason.code),
  );
  if (!refused || id === undefined) return undefined;
  return {
    verdict: { state: 'waiting', reason: 'Conflict', message: 'It is made anew.', afterMs: 1_000 },
    changes: [{ operation: 'project.delete', reason: 'FieldDiffers', id, name: resource.spec.name }],
    drift: [],
    status: {},
  };
}

const crashes = ({ fault }: Case): boolean => fault.kind === 'crash-before' || fault.kind === 'crash-after';
const refusedAs400 = ({ fault }: Case): boolean => fault.kind === 'answer' && fault.status === 400;
const atTheAdminApi = ({ at }: Case): boolean => at.call.startsWith('braintrust');

export const brokenVariants: readonly BrokenVariant[] = [
  {
    name: 'the hash is recorded before the value is accepted',
    story: 'a key is rotated',
    handlers: hashBeforeAcceptance,
    among: crashes,
  },
  {
    name: 'the attempt is not written ahead',
    story: 'everything is made',
    handlers: noAttempt,
    among: (one) => crashes(one) && atTheAdminApi(one),
  },
  {
    name: 'a 400 is taken for a reason to delete',
    story: 'declarations change',
    handlers: deletesOn400,
    among: (one) => refusedAs400(one) && atTheAdminApi(one),
  },
];

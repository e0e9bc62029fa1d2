import type { Project } from '../../api/index.ts';
import type { Handler } from '../handler.ts';
import { act } from './act.ts';
import { decide } from './decide.ts';
import { gather, type ProjectObserved } from './gather.ts';

export const projectHandler: Handler<Project, ProjectObserved> = {
  gather,
  decide,
  act,
  doubt: ({ session }) => {
    session.mirror.projects.doubt();
    session.mirror.projectTags.doubt();
  },
  remoteId: ({ remote }) => (remote.state === 'present' ? remote.value.id : undefined),
  hasDeletionWork: ({ spec }) => spec.policy.deletion === 'Delete',
};

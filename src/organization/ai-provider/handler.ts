import type { AIProvider } from '../../api/index.ts';
import type { Handler } from '../handler.ts';
import { doubtVariables } from '../variable-act.ts';
import { act } from './act.ts';
import { decide } from './decide.ts';
import { gather, type AIProviderObserved } from './gather.ts';

export const aiProviderHandler: Handler<AIProvider, AIProviderObserved> = {
  gather,
  decide,
  act,
  doubt: ({ session }, { place }) => {
    if (place.state === 'organization') session.mirror.aiSecrets.doubt();
    else doubtVariables(session, place);
  },
  remoteId: ({ remote }) => (remote.state === 'present' ? remote.value.id : undefined),
  // Copies lie in other namespaces, where no owner reference reaches.
  hasDeletionWork: ({ spec, status }) =>
    spec.policy.deletion === 'Delete' || spec.copies !== undefined || (status?.copies ?? []).length > 0,
};

import type { EnvironmentVariable } from '../../api/index.ts';
import type { Handler } from '../handler.ts';
import { doubtVariables } from '../variable-act.ts';
import { act } from './act.ts';
import { decide } from './decide.ts';
import { gather, type VariableObserved } from './gather.ts';

export const environmentVariableHandler: Handler<EnvironmentVariable, VariableObserved> = {
  gather,
  decide,
  act,
  doubt: ({ session }, { scope }) => doubtVariables(session, scope),
  remoteId: ({ remote }) => (remote.state === 'present' ? remote.value.id : undefined),
  hasDeletionWork: ({ spec }) => spec.policy.deletion === 'Delete',
};

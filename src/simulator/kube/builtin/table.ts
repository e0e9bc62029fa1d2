import { accessKinds } from './access.ts';
import { coreKinds } from './core.ts';
import type { BuiltinKind } from './kind.ts';
import { workloadKinds } from './workloads.ts';

/** Everything that is served without a CRD. */
export const builtinKinds: readonly BuiltinKind[] = [...coreKinds, ...workloadKinds, ...accessKinds];

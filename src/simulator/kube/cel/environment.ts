import { Environment } from '@marcbachmann/cel-js';
import { registerLists } from './lists.ts';
import { registerNetwork } from './network.ts';
import { registerQuantity } from './quantity.ts';
import { registerStrings } from './strings.ts';

/**
 * The expression language as CRD rules see it: `self`, `oldSelf` and the functions that Kubernetes adds to CEL.
 * Not covered, and to be judged by a real API server: cost estimation, nominal object types, two-variable
 * comprehensions, semver.
 */
export function celEnvironment(): Environment {
  return environment;
}

function build(): Environment {
  const env = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false });
  env.registerVariable('self', 'dyn').registerVariable('oldSelf', 'dyn');
  registerStrings(env);
  registerLists(env);
  registerNetwork(env);
  registerQuantity(env);
  return env;
}

// Immutable once built, and dear to build: one for the process.
const environment = build();

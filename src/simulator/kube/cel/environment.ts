import { Environment } from '@marcbachmann/cel-js';
import { registerLists } from './lists.ts';
import { registerNetwork } from './network.ts';
import { registerQuantity } from './quantity.ts';
import { registerStrings } from './strings.ts';

/**
 * The expression language as CRD rules see it: `self`, `oldSelf` and the functions that Kubernetes adds to CEL.
 * Without variables it is the base for checking rules against types, where they are declared as what they are.
 * Not covered, and to be judged by a real API server: cost estimation, nominal object types, two-variable
 * comprehensions, semver.
 */
export function celEnvironment(options: { withVariables: boolean } = { withVariables: true }): Environment {
  return options.withVariables ? environment : functions;
}

function build(): Environment {
  const env = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false });
  registerStrings(env);
  registerLists(env);
  registerNetwork(env);
  registerQuantity(env);
  return env;
}

// Immutable once built, and dear to build: one of each for the process.
const functions = build();
const environment = functions.clone().registerVariable('self', 'dyn').registerVariable('oldSelf', 'dyn');

import module from 'node:module';
import { programOf } from '../programs.ts';
import { runAsChild } from './run-as-child.ts';

// The process that plans one environment with the programs that stand beside it, as source or as build. The SDKs are some
// thousand files: compiled once, they load in half the time.
module.enableCompileCache();
await runAsChild((environment) => programOf(environment, new URL('..', import.meta.url)));

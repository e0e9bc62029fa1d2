import { Option, type Command } from 'commander';
import { madeOrNamed, withClusterOptions, type ClusterOptions } from './cluster.ts';

/** How a command that begins in the cloud goes on into the cluster. */
export interface GoOnOptions extends ClusterOptions {
  readonly skipCluster?: true;
  readonly image?: string;
  readonly mode?: 'act' | 'observe';
  readonly replicas?: string;
  readonly pullSecret?: readonly string[];
}

export function withGoOnOptions(command: Command): Command {
  return withClusterOptions(command, madeOrNamed)
    .option('--skip-cluster', 'the cloud alone')
    .option('--image <reference>', 'image of the operator; default: that of this version')
    .addOption(
      new Option('--mode <mode>', 'of the operator: act, or observe').choices(['act', 'observe']).default('act'),
    )
    .option('--replicas <number>', 'pods of the operator; one works, the others wait', '1')
    .option('--pull-secret <name...>', "Secrets for the operator's registry");
}

import type * as pulumi from '@pulumi/pulumi';

/** Something that is wrong when a metric says so, in the words of CloudWatch. */
export interface Alarm {
  /** Part of its name. */
  readonly role: string;
  /** What is wrong and what to look at first, for whoever is woken. */
  readonly description: string;
  readonly metric: Metric | Query;
  readonly statistic: 'Average' | 'Maximum' | 'Sum';
  readonly above: boolean;
  readonly threshold: number;
  /** Seconds of a period, and how many in a row. */
  readonly period: number;
  readonly periods: number;
}

/** One metric. */
interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
}

/** A query over metrics of things whose ids nobody knows beforehand, in CloudWatch Metrics Insights. */
interface Query {
  readonly query: string;
}

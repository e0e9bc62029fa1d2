/**
 * Actions of AWS that may be allowed on every resource, with the reason: those for which IAM knows no resources, or none
 * that exist beforehand. Source: AWS Service Authorization Reference, column "Resource types".
 */
const everywhere: readonly {
  readonly actions: RegExp;
  readonly why: string;
  /** Only beside a condition that narrows it. */
  readonly conditional?: boolean;
}[] = [
  { actions: /^(ec2|autoscaling|elasticloadbalancing):Describe/, why: 'IAM knows no resources for describing' },
  { actions: /^(ecr:GetAuthorizationToken|sts:GetCallerIdentity)$/, why: 'IAM knows no resources for it' },
  { actions: /^[-a-z0-9]+:List[A-Z][A-Za-z]*s$/, why: 'lists names, and IAM knows no resources for it' },
  {
    actions: /^cloudwatch:PutMetricData$/,
    why: 'metrics are no resources; a condition names the namespace',
    conditional: true,
  },
  { actions: /^logs:DescribeLogGroups$/, why: 'IAM knows no resources for it' },
];

/** Why an action may be allowed on every resource; undefined where it may not. */
export function reasonForEverywhere(action: string, hasCondition: boolean): string | undefined {
  return everywhere.find(({ actions, conditional }) => actions.test(action) && (conditional !== true || hasCondition))
    ?.why;
}

/** A quota of AWS, as Service Quotas calls it, and what the vendor asks for. */
export interface Quota {
  readonly id: string;
  readonly what: string;
  readonly service: string;
  readonly code: string;
  readonly value: number;
  /** What AWS gives every account. Source: AWS General Reference, quotas of each service. */
  readonly usual: number;
}

/** Source: vendor's AWS module, managed-byoc, its table of quotas. */
export const quotasOfPlane: readonly Quota[] = [
  {
    id: 'vcpus',
    what: 'vCPUs of on-demand standard machines',
    service: 'ec2',
    code: 'L-1216C47A',
    value: 512,
    usual: 5,
  },
  { id: 'addresses', what: 'Elastic IP addresses', service: 'ec2', code: 'L-0263D0A3', value: 12, usual: 5 },
  { id: 'vpcs', what: 'VPCs', service: 'vpc', code: 'L-F678F1CE', value: 10, usual: 5 },
  { id: 'internet-gateways', what: 'Internet gateways', service: 'vpc', code: 'L-A4707A72', value: 10, usual: 5 },
  { id: 'nat-gateways', what: 'NAT gateways in a zone', service: 'vpc', code: 'L-FE5A380F', value: 15, usual: 5 },
  {
    id: 'functions',
    what: 'Functions that run at once',
    service: 'lambda',
    code: 'L-B99A9384',
    value: 1000,
    usual: 1000,
  },
  {
    id: 'scaling-groups',
    what: 'Auto Scaling groups',
    service: 'autoscaling',
    code: 'L-CDE20ADC',
    value: 20,
    usual: 500,
  },
  {
    id: 'application-load-balancers',
    what: 'Application load balancers',
    service: 'elasticloadbalancing',
    code: 'L-53DA6B97',
    value: 20,
    usual: 50,
  },
  {
    id: 'network-load-balancers',
    what: 'Network load balancers',
    service: 'elasticloadbalancing',
    code: 'L-69A177A2',
    value: 20,
    usual: 50,
  },
  { id: 'regional-apis', what: 'Regional APIs', service: 'apigateway', code: 'L-AA0FF27B', value: 10, usual: 600 },
];

/**
 * Those that are requested. AWS refuses a request for less than an account has, and some that the vendor asks for are
 * less than every account has. A new account may have less than the usual, so that what is as much is requested too.
 */
export const requestedQuotas: readonly Quota[] = quotasOfPlane.filter(({ value, usual }) => value >= usual);

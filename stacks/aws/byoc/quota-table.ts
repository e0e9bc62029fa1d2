/** A quota of AWS, as Service Quotas calls it, and what the vendor asks for. */
export interface Quota {
  readonly id: string;
  readonly what: string;
  readonly service: string;
  readonly code: string;
  readonly value: number;
}

/** Source: vendor's AWS module, managed-byoc, its table of quotas. */
export const quotasOfPlane: readonly Quota[] = [
  { id: 'vcpus', what: 'vCPUs of on-demand standard machines', service: 'ec2', code: 'L-1216C47A', value: 512 },
  { id: 'addresses', what: 'Elastic IP addresses', service: 'ec2', code: 'L-0263D0A3', value: 12 },
  { id: 'vpcs', what: 'VPCs', service: 'vpc', code: 'L-F678F1CE', value: 10 },
  { id: 'internet-gateways', what: 'Internet gateways', service: 'vpc', code: 'L-A4707A72', value: 10 },
  { id: 'nat-gateways', what: 'NAT gateways in a zone', service: 'vpc', code: 'L-FE5A380F', value: 15 },
  { id: 'functions', what: 'Functions that run at once', service: 'lambda', code: 'L-B99A9384', value: 1000 },
  { id: 'scaling-groups', what: 'Auto Scaling groups', service: 'autoscaling', code: 'L-CDE20ADC', value: 20 },
  {
    id: 'application-load-balancers',
    what: 'Application load balancers',
    service: 'elasticloadbalancing',
    code: 'L-53DA6B97',
    value: 20,
  },
  {
    id: 'network-load-balancers',
    what: 'Network load balancers',
    service: 'elasticloadbalancing',
    code: 'L-69A177A2',
    value: 20,
  },
  { id: 'regional-apis', what: 'Regional APIs', service: 'apigateway', code: 'L-AA0FF27B', value: 10 },
];

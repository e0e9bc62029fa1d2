import type { CloudObject } from './cloud.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** By what else than its id a provider reads an object. Source: the section Import of each resource's page. */
const importForms: Readonly<Record<string, (object: CloudObject) => string>> = {
  'aws:ec2/route:Route': ({ inputs }) => `${text(inputs['routeTableId'])}_${text(inputs['destinationCidrBlock'])}`,
  'aws:ec2/routeTableAssociation:RouteTableAssociation': ({ inputs }) =>
    `${text(inputs['subnetId'])}/${text(inputs['routeTableId'])}`,
  'aws:wafv2/webAclAssociation:WebAclAssociation': ({ inputs }) =>
    `${text(inputs['webAclArn'])},${text(inputs['resourceArn'])}`,
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': ({ inputs, name }) => `${text(inputs['logGroupName'])}:${name}`,
  'aws:eks/podIdentityAssociation:PodIdentityAssociation': ({ inputs, id }) => `${text(inputs['clusterName'])},${id}`,
  'aws:backup/selection:Selection': ({ inputs, id }) => `${text(inputs['planId'])}|${id}`,
  'gcp:sql/user:User': ({ inputs, name }) => `${text(inputs['project'])}/${text(inputs['instance'])}/${name}`,
  'gcp:storage/transferJob:TransferJob': ({ inputs, name }) => `${text(inputs['project'])}/${name}`,
  'gcp:tags/locationTagBinding:LocationTagBinding': ({ inputs }) =>
    `${text(inputs['location'])}/tagBindings/${encodeURIComponent(text(inputs['parent']))}/${text(inputs['tagValue'])}`,
};

/** By what a provider reads an object that it knows nothing else of; undefined where that is its id. */
export function importFormOf(object: CloudObject): string | undefined {
  return importForms[object.type]?.(object);
}

/** What a provider says where there is none, instead of answering with nothing. */
export function complaintOfNone(type: string): string | undefined {
  return type === 'aws:ec2/routeTableAssociation:RouteTableAssociation'
    ? 'No association found between route table ID rtb and target ID subnet'
    : undefined;
}

import { Attachment } from '@pulumi/aws/autoscaling/attachment.js';
import { Listener } from '@pulumi/aws/lb/listener.js';
import { LoadBalancer } from '@pulumi/aws/lb/loadBalancer.js';
import { TargetGroup } from '@pulumi/aws/lb/targetGroup.js';
import { Record } from '@pulumi/aws/route53/record.js';
import { WebAclAssociation } from '@pulumi/aws/wafv2/webAclAssociation.js';
import type * as pulumi from '@pulumi/pulumi';
import { componentContracts } from '../../src/dataplane/contract/components.ts';
import { Concern } from '../component.ts';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';
import { tagsOf } from '../tags.ts';
import { makeAccessLogs } from './entry/access-logs.ts';
import { makeCertificate, type DnsRecord, type Making } from './entry/certificate.ts';
import { makeGroup } from './entry/groups.ts';
import { entrySubnets } from './entry/subnets.ts';
import { targetObject, targetsOf, type Targets } from './entry/targets.ts';
import type { NetworkReference } from './references.ts';

export interface EntryReferences {
  readonly network: NetworkReference;
  readonly nodeSecurityGroupId: pulumi.Input<string>;
  /** Auto Scaling groups whose nodes take the traffic; none where a controller in the cluster keeps the targets. */
  readonly servicesGroups: readonly pulumi.Input<string>[];
}

/** The way in: HTTPS by one name, to the API and nothing else of the plane. */
export class Entry extends Concern {
  readonly planeUrl: string;
  readonly dnsRecords: readonly DnsRecord[];
  /** What CloudWatch calls the load balancer. */
  readonly loadBalancer: pulumi.Output<string>;
  /** Joins pods and load balancer inside the cluster. */
  readonly object: Readonly<globalThis.Record<string, unknown>>;

  constructor(environment: AwsEnvironment, references: EntryReferences, options: pulumi.ComponentResourceOptions = {}) {
    super('aws', 'entry', options);
    const { entry } = environment.spec;
    const making: Making & { keeps: Making['child'] } = {
      named: (role) => this.named(role),
      child: (wanted) => this.child(wanted),
      keeps: (wanted) => this.keeps(wanted),
    };
    const targets = targetsOf(environment);
    const { arn: certificateArn, records } = makeCertificate(environment, making);
    const balancer = this.#balancer(environment, references, targets, making);
    const group = this.#targetGroup(environment, references, targets);
    new Listener(
      this.named('https'),
      {
        loadBalancerArn: balancer.arn,
        port: 443,
        protocol: 'HTTPS',
        sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
        certificateArn,
        defaultActions: [{ type: 'forward', targetGroupArn: group.arn }],
        routingHttpResponseStrictTransportSecurityHeaderValue: 'max-age=31536000; includeSubDomains',
        routingHttpResponseServerEnabled: false,
        tags: tagsOf(environment),
      },
      this.child(),
    );
    if (entry.webAclArn !== undefined) {
      const wanted = { resourceArn: balancer.arn, webAclArn: entry.webAclArn };
      new WebAclAssociation(this.named('web-acl'), wanted, this.child());
    }
    this.planeUrl = `https://${entry.hostname}`;
    this.loadBalancer = balancer.arnSuffix;
    this.object = targetObject(environment, targets, group.arn);
    this.dnsRecords =
      entry.dns.type === 'Route53'
        ? this.#alias(entry.dns.zoneId, entry.hostname, balancer)
        : [...records, { name: entry.hostname, type: 'CNAME', value: balancer.dnsName }];
    this.registerOutputs();
  }

  #balancer(
    environment: AwsEnvironment,
    references: EntryReferences,
    targets: Targets,
    making: Making & { readonly keeps: Making['child'] },
  ): LoadBalancer {
    const { entry } = environment.spec;
    const { network, nodeSecurityGroupId } = references;
    const logs = entry.accessLogDays === 0 ? undefined : makeAccessLogs(environment, entry.accessLogDays, making);
    const group = makeGroup(environment, { network, nodeSecurityGroupId }, targets.port, making);
    return new LoadBalancer(
      this.named('load-balancer'),
      {
        name: nameOf(environment, 'aws:lb/loadBalancer:LoadBalancer', 'api'),
        loadBalancerType: 'application',
        internal: entry.access === 'Private',
        subnets: [...entrySubnets(environment, network)],
        securityGroups: [group.id],
        // Model calls stream for minutes without a byte. Source: vendor's AWS module 6.6.0, ALB of the API.
        idleTimeout: entry.idleTimeoutSeconds,
        clientKeepAlive: 3600,
        dropInvalidHeaderFields: true,
        desyncMitigationMode: 'defensive',
        enableDeletionProtection: entry.deletionProtection,
        enableZonalShift: true,
        ...(logs && { accessLogs: { enabled: true, bucket: logs.bucket } }),
        tags: tagsOf(environment),
      },
      // S3 must let the load balancer write before it is told to: it tries at once.
      this.child(logs && { dependsOn: [...logs.ready] }),
    );
  }

  #targetGroup(environment: AwsEnvironment, references: EntryReferences, targets: Targets): TargetGroup {
    const byNode = targets.type === 'NodePort';
    const group = new TargetGroup(
      this.named('targets'),
      {
        name: nameOf(environment, 'aws:lb/targetGroup:TargetGroup', byNode ? `api-${targets.port}` : 'api-pods'),
        vpcId: references.network.vpcId,
        targetType: byNode ? 'instance' : 'ip',
        port: targets.port,
        protocol: 'HTTP',
        protocolVersion: 'HTTP1',
        // A stream of minutes counts as one request: round robin would pile them up on one node.
        loadBalancingAlgorithmType: 'least_outstanding_requests',
        deregistrationDelay: 300,
        healthCheck: {
          path: componentContracts.api.probe.path,
          protocol: 'HTTP',
          port: 'traffic-port',
          matcher: '200-399',
          interval: 10,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
        },
        tags: tagsOf(environment),
      },
      this.child(),
    );
    for (const [index, autoscalingGroupName] of (byNode ? references.servicesGroups : []).entries()) {
      new Attachment(
        this.named(index === 0 ? 'attachment' : `attachment-${index + 1}`),
        { autoscalingGroupName, lbTargetGroupArn: group.arn },
        this.child(),
      );
    }
    return group;
  }

  #alias(zoneId: string, name: string, balancer: LoadBalancer): readonly DnsRecord[] {
    new Record(
      this.named('name'),
      {
        zoneId,
        name,
        type: 'A',
        aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true }],
      },
      this.child(),
    );
    return [];
  }
}

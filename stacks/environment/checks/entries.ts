import { those, type Check } from './check.ts';

export const entryChecks: readonly Check[] = [
  {
    id: 'hostname-is-ones-own',
    check: ({ spec }) => {
      if (spec.mode !== 'SelfHosted') return [];
      const { hostname } = spec.entry;
      const path = ['spec', 'entry', 'hostname'];
      return those(
        /(^|[.])braintrust(data)?[.](dev|com)$/.test(hostname) && {
          path,
          reason: `is ${hostname}, which belongs to the vendor`,
          next: 'take a name in a domain of your own',
        },
        /[.](local|localhost|internal|test|invalid)$/.test(hostname) && {
          path,
          reason: `is ${hostname}, for which no public certificate can be had`,
          next: 'take a name in a domain that you own, even if it is reached from inside alone',
        },
      );
    },
  },
  {
    id: 'hostname-lies-in-its-zone',
    check: ({ spec }) => {
      if (spec.mode !== 'SelfHosted' || spec.entry.dns.type !== 'AzureDNS') return [];
      const { hostname, dns } = spec.entry;
      const zone = dns.zoneId.split('/').at(-1) ?? '';
      return those(
        hostname !== zone &&
          !hostname.endsWith(`.${zone}`) && {
            path: ['spec', 'entry', 'hostname'],
            reason: `is ${hostname}, which is no name of the zone ${zone}`,
            next: 'name the zone that holds it, or set dns.type to Elsewhere',
          },
      );
    },
  },
  {
    id: 'firewall-stands-before-a-public-entry',
    check: ({ spec }) => {
      if (spec.mode !== 'SelfHosted' || !('webAclArn' in spec.entry)) return [];
      const { access, webAclArn } = spec.entry;
      return those(
        access === 'Private' &&
          webAclArn !== undefined && {
            path: ['spec', 'entry', 'webAclArn'],
            reason: 'means nothing where access is Private',
            next: 'remove it, or set access to Public',
          },
      );
    },
  },
  {
    id: 'public-entry-has-public-subnets',
    check: ({ spec }) => {
      if (spec.mode !== 'SelfHosted' || spec.network.type !== 'Existing' || !('publicSubnetIds' in spec.network))
        return [];
      return those(
        spec.entry.access === 'Public' &&
          spec.network.publicSubnetIds.length < 2 && {
            path: ['spec', 'network', 'publicSubnetIds'],
            reason: `has ${spec.network.publicSubnetIds.length} entries, and a public load balancer needs two zones`,
            next: 'name two public subnets, or set spec.entry.access to Private',
          },
      );
    },
  },
];

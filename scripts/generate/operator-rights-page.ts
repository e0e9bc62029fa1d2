import { installerRights } from '../../src/install/installer-rights.ts';
import { installSecretName, leaseName, rights, type Right } from '../../src/install/rights.ts';
import { resourceText } from '../../src/kube/missing-right.ts';
import { note, table } from './page.ts';

const sections: readonly { readonly scope: Right['scope']; readonly title: string; readonly about: string }[] = [
  {
    scope: 'cluster',
    title: 'Everywhere',
    about: 'Its own kinds, namespaces and Events. Nothing here reads a Secret or starts a pod.',
  },
  {
    scope: 'governed',
    title: 'In each governed namespace',
    about:
      'The namespaces of `planewright install --govern` (`governedNamespaces` of the chart). There is no mode in which the operator has these rights in the whole cluster.',
  },
  { scope: 'own', title: 'In its own namespace', about: 'Nothing that is not named, but for making it once.' },
];

/** docs/permissions/operator.md: every right in the cluster, what it is for, and who may give it. */
export function operatorRightsPage(): string {
  return [
    note,
    '# Rights in the cluster',
    `The operator is ServiceAccount \`${leaseName}\` in the namespace where it is installed. Its roles, in \`planewright install\` and in the chart, are made from this table. A right is one verb on one resource; there is no wildcard among them.`,
    'Each is shown to be needed on a real API server: a test takes it away, alone, and the operator must then fail at what the right is for, say by name what it lacks, and succeed once it has it again. A right without such a proof fails the test, and so does a request that is refused while all are held.',
    ...sections.flatMap(({ scope, title, about }) => [
      `## ${title}`,
      about,
      tableOf(rights.filter((right) => right.scope === scope)),
    ]),
    '## When one is missing',
    `A refusal names the right: "… \`system:serviceaccount:planewright-system:${leaseName}\` may not create services in namespace acme". It stands in the condition of the resource that needs it (\`Synced\` and \`Stalled\` of a DataPlane, \`Ready\` of the others) where the status can still be written; always in the operator's log, at \`warn\`; and where the operator cannot begin without (Secret \`${installSecretName}\`), in the sentence with which it ends. Give the right back with \`planewright install\`, which sets the roles as they should be.`,
    '## Who installs it',
    'Whoever runs `planewright install` and `uninstall` of the operator alone needs these rights in the whole cluster, and all rights above: Kubernetes lets nobody give away rights that they do not hold, unless they may `bind` and `escalate` roles. `cluster-admin` has them all. With an environment, `install` applies its resources and its namespaces besides.',
    tableOf(installerRights),
  ]
    .map((text) => `${text}\n`)
    .join('\n');
}

function tableOf(rows: readonly Omit<Right, 'scope'>[]): string {
  return table(
    ['on', 'may', 'what for'],
    rows.map(({ group, resources, verbs, names, reason }) => {
      const on = resources.map((resource) => `\`${resourceText(group, resource)}\``).join(', ');
      const only = names === undefined ? '' : ` named ${names.map((name) => `\`${name}\``).join(', ')}`;
      return [`${on}${only}`, verbs.join(', '), reason];
    }),
  );
}

// The arrows of the architecture: a folder of src may import itself and what stands behind it here, nothing else.
export const arrows = {
  runtime: [],
  api: ['runtime'],
  kube: ['runtime'],
  braintrust: ['runtime'],
  clouds: ['runtime'],
  organization: ['api', 'braintrust', 'kube', 'runtime'],
  dataplane: ['api', 'kube', 'runtime'],
  install: ['api', 'kube', 'dataplane', 'organization', 'runtime'],
  operator: ['organization', 'dataplane', 'install', 'braintrust', 'clouds', 'kube', 'api', 'runtime'],
  simulator: ['api', 'runtime'],
  cli: [
    'operator',
    'install',
    'organization',
    'dataplane',
    'braintrust',
    'clouds',
    'kube',
    'api',
    'runtime',
    'simulator',
  ],
};

const onlyAlongArrows = Object.entries(arrows).map(([from, to]) => ({
  name: `${from}-imports-only-${['itself', ...to].join('-')}`,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: '^src/', pathNot: `^src/(${[from, ...to].join('|')})/` },
}));

export default {
  forbidden: [
    {
      name: 'stacks-know-the-kinds-and-the-contract-only',
      severity: 'error',
      from: { path: '^stacks/' },
      to: { path: '^src/', pathNot: '^src/(api|runtime|dataplane/(contract|releases))/' },
    },
    {
      name: 'a-cloud-knows-no-other-cloud',
      severity: 'error',
      from: { path: '^stacks/(aws|google|azure)/' },
      to: {
        path: '^(stacks/(aws|google|azure)/|node_modules/@pulumi/(aws|gcp|azure-native)/)',
        pathNot: '^(stacks/$1/|node_modules/@pulumi/)',
      },
    },
    {
      name: 'only-programs-load-pulumi',
      comment:
        'Everything that a command reads of a plan or an environment is plain data: validate must not wait for an SDK.',
      severity: 'error',
      from: {
        path: '^(src|stacks)/',
        pathNot: '^stacks/(aws/|google/|azure/|component[.]ts|index[.]ts|plan/|engine/)',
      },
      to: { path: 'node_modules/@pulumi/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'clouds-by-deep-imports',
      comment: "The root of a cloud's SDK costs its types 0.6 to 0.9 GB.",
      severity: 'error',
      from: { path: '^stacks/' },
      to: { path: '^node_modules/@pulumi/(aws|gcp|azure-native)/index' },
    },
    {
      name: 'only-the-cli-knows-stacks',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^stacks/' },
    },
    {
      name: 'the-cli-waits-for-no-program',
      comment: 'Environments are plain data to commands; a program of a cloud brings its SDK along.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: {
        path: '^stacks/((aws|google|azure)/(byoc/)?program|component|index)[.]ts',
        dependencyTypesNot: ['type-only'],
      },
    },
    ...onlyAlongArrows,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'cli-loads-late',
      comment: 'The CLI answers --help before it loads anything heavy: commands import their work inside their action.',
      severity: 'error',
      from: { path: '^src/cli/(main|program|commands/)' },
      to: {
        path: '^src/(?!cli/)|^stacks/|node_modules/(?!commander/)',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'simulator-only-from-cli-demo-and-simulator',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(simulator/|cli/(demo|simulator|commands/(demo|simulator)))' },
      to: { path: '^src/simulator/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};

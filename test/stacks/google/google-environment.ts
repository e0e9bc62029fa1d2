import { runProgram } from '../../../stacks/plan/run-program.ts';
import type { GoogleEnvironment } from '../../../stacks/environment/schema/environment.ts';
import { resolveEnvironment } from '../../../stacks/environment/resolve.ts';
import { program } from '../../../stacks/google/program.ts';
import { placeOf } from '../../../stacks/place.ts';
import type { Plan, PlannedResource } from '../../../stacks/planned.ts';
import { must } from '../../../src/runtime/must.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a file on Google Cloud must say; fields replace as a whole. */
function googleDocument(spec: Fields = {}, name = 'acme') {
  return {
    apiVersion: 'environment.planewright.dev/v1alpha1',
    kind: 'Environment',
    metadata: { name },
    spec: {
      mode: 'SelfHosted',
      profile: 'production',
      version: '2.9.0',
      organization: { name: 'Acme' },
      cloud: { provider: 'google', project: 'acme-planes', projectNumber: '123456789012', region: 'us-central1' },
      entry: { hostname: 'braintrust.acme.example' },
      alarms: { emails: ['oncall@acme.example'] },
      ...spec,
    },
  };
}

export function googleEnvironment(spec: Fields = {}, name = 'acme'): GoogleEnvironment {
  return resolveEnvironment(googleDocument(spec, name)) as GoogleEnvironment;
}

function planOf(environment: GoogleEnvironment): Promise<Plan> {
  return runProgram({
    environment: environment.metadata.name,
    place: placeOf(environment),
    program: () => program(environment),
  });
}

export const planOfSpec = (spec: Fields = {}, name = 'acme'): Promise<Plan> => planOf(googleEnvironment(spec, name));

export function resource(plan: Plan, name: string, type = ''): PlannedResource {
  return must(
    plan.resources.find((one) => one.name === name && one.type.endsWith(type)),
    `the plan has ${name}`,
  );
}

export const ofType = (plan: Plan, type: string): readonly PlannedResource[] =>
  plan.resources.filter((one) => one.type === type);

export const existing = {
  network: {
    type: 'Existing',
    network: 'projects/acme-net/global/networks/shared',
    subnetwork: 'projects/acme-net/regions/us-central1/subnetworks/planes',
    cidr: '10.20.0.0/20',
    podsCidr: '10.64.0.0/14',
    podsRange: 'pods',
    servicesRange: 'services',
  },
  kubernetes: { type: 'Existing', name: 'shared', location: 'us-central1', mode: 'Standard' },
  postgres: { type: 'Existing', host: '10.0.0.5', urlSecret: 'projects/acme-planes/secrets/pg' },
  redis: { type: 'Existing', host: '10.0.0.6', urlSecret: 'redis' },
  storage: { type: 'Existing', brainstore: 'acme-brainstore', api: 'acme-api' },
  encryption: { type: 'Existing', key: 'projects/acme-keys/locations/us-central1/keyRings/r/cryptoKeys/k' },
  identity: {
    type: 'Existing',
    apiServiceAccount: 'api@acme-planes.iam.gserviceaccount.com',
    brainstoreServiceAccount: 'brainstore@acme-planes.iam.gserviceaccount.com',
    operatorServiceAccount: 'operator@acme-planes.iam.gserviceaccount.com',
  },
} as const;

import type { SecretSource } from '../../src/api/secret-source.ts';
import type { Environment } from '../environment/schema/environment.ts';
import type { PlaneOutputs } from '../outputs.ts';
import type { Plan } from '../planned.ts';

/** What no program can do: for the person who carries the plan out. Sentences, in the order in which they come up. */
export function toDo(environment: Environment, outputs: PlaneOutputs | undefined, plan: Plan): readonly string[] {
  const { spec } = environment;
  const { governed, namespace, tokenSecretRef, name } = spec.organization;
  const token = governed
    ? [
        `Put the token of an owner service account of ${name} into the Secret ${tokenSecretRef.name} of namespace ${namespace}, key ${tokenSecretRef.key}.`,
      ]
    : [];
  if (spec.mode !== 'SelfHosted' || outputs === undefined) return token;
  const license =
    spec.secrets.licenseKey.type === 'New'
      ? [
          `Put the licence key of Brainstore into ${inWords(placeOf(outputs.secrets.licenseKey), plan)}: it is made empty. The key is on the data plane page of the organization.`,
        ]
      : [];
  const records = outputs.dnsRecords.map(
    ({ name: record, type, value }) => `Make the DNS record ${record} ${type} ${value}.`,
  );
  const reach =
    spec.entry.access === 'Private'
      ? ' It is reached from the network alone: browsers and SDKs must be able to get there.'
      : '';
  return [
    ...records,
    ...license,
    ...token,
    `When the plane is Ready, set its API URL in the product to ${outputs.planeUrl} (Settings, Data plane; leave proxy and realtime blank).${reach}`,
  ];
}

function placeOf(source: SecretSource): string {
  return 'value' in source ? source.value.secret : source.template;
}

/** An ARN that is not known yet says less than the name that the object will have. */
function inWords(text: string, { resources }: Plan): string {
  const found = resources.find(
    ({ concern, name, physicalName }) => physicalName !== undefined && text.startsWith(`<${concern}.${name}.`),
  );
  return found?.physicalName ?? text;
}

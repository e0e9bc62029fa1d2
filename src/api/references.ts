import * as z from 'zod';
import { list, map, set, text } from './fields.ts';
import { ruled } from './rules.ts';

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const atomic = { 'x-kubernetes-map-type': 'atomic' } as const;

/** Name of a Kubernetes object (DNS-1123 subdomain). */
export function objectName() {
  return text({ max: 253, pattern: subdomain, form: 'a Kubernetes name: lower-case letters, digits, - and .' });
}

/** Name of a namespace (DNS-1123 label). */
export function namespaceName() {
  return text({
    max: 63,
    pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    form: 'a namespace: lower-case letters, digits and -',
  });
}

/** The Organization that a resource belongs to. */
export function organizationRef() {
  return z
    .strictObject({
      name: objectName().describe('Name of the Organization resource.'),
      namespace: namespaceName()
        .optional()
        .describe(
          'Its namespace, where it is another one; that Organization must then open itself by allowedNamespaces and allowedKinds.',
        ),
    })
    .meta(atomic)
    .describe('The Organization resource that this belongs to.');
}

function keyOf(object: 'Secret' | 'ConfigMap') {
  return z
    .strictObject({
      name: objectName().describe(`Name of the ${object}, in the namespace of this resource.`),
      key: text({ max: 253, pattern: /^[-._a-zA-Z0-9]+$/, form: 'letters, digits, -, _ and .' }).describe(
        `Key within the ${object}.`,
      ),
    })
    .meta(atomic);
}

/** One key of a Secret in the resource's own namespace. */
export function secretRef() {
  return keyOf('Secret');
}

/** One key of a ConfigMap in the resource's own namespace. */
export function configMapRef() {
  return keyOf('ConfigMap');
}

/** A project, either as our resource or by the vendor's name. */
export function projectRef() {
  const schema = z.strictObject({
    ref: objectName().optional().describe('Name of a Project resource in the same namespace.'),
    name: text({ max: 255 }).optional().describe('Name of a project in the organization that no resource declares.'),
  });
  return ruled(schema, {
    rule: '[has(self.ref), has(self.name)].exists_one(x, x)',
    message: 'set exactly one of ref, name',
    holds: (self) => (self.ref === undefined) !== (self.name === undefined),
  }).meta(atomic);
}

const labelKey = () => text({ max: 317 });
const labelValue = () => text({ min: 0, max: 63 });

/** Label selector with Kubernetes' own meaning: all entries must match; an empty one matches everything. */
export function labelSelector() {
  const expression = ruled(
    z.strictObject({
      key: labelKey().describe('Label key.'),
      operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']).describe('How the values are compared.'),
      values: set(labelValue(), { max: 64 }).optional().describe('Values for In and NotIn.'),
    }),
    {
      rule: "(self.operator in ['In', 'NotIn']) == (has(self.values) && self.values.size() > 0)",
      message: 'is required for In and NotIn, and must be left out for Exists and DoesNotExist',
      fieldPath: '.values',
      holds: (self) =>
        (self.operator === 'In' || self.operator === 'NotIn') === (self.values !== undefined && self.values.length > 0),
    },
  );
  return z
    .strictObject({
      matchLabels: map(labelValue(), 64).optional().describe('Labels that must be there with exactly these values.'),
      matchExpressions: list(expression, { max: 64 }).optional().describe('Conditions on labels.'),
    })
    .meta(atomic);
}

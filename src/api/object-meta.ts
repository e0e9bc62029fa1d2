import * as z from 'zod';
import { text, textLike, timestamp } from './fields.ts';
import { namespaceName, objectName } from './references.ts';
import { ruled } from './rules.ts';

const labelValue = textLike(
  /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/,
  'must be letters, digits, - _ and . and begin and end with a letter or digit',
  { min: 0, max: 63 },
);

const opaque = z.unknown().optional();

/** `metadata` as a document may give it. The server checks more; this catches what people get wrong. */
export const objectMetaSchema = ruled(
  z.strictObject({
    name: objectName().optional(),
    generateName: text({ max: 253 }).optional(),
    namespace: namespaceName().optional(),
    labels: z.record(z.string(), labelValue).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
    finalizers: z.array(z.string()).optional(),
    uid: z.string().optional(),
    resourceVersion: z.string().optional(),
    generation: z.int().optional(),
    creationTimestamp: timestamp().optional(),
    deletionTimestamp: timestamp().optional(),
    deletionGracePeriodSeconds: z.int().optional(),
    selfLink: z.string().optional(),
    ownerReferences: opaque,
    managedFields: opaque,
  }),
  {
    rule: 'has(self.name) || has(self.generateName)',
    message: 'is required',
    fieldPath: '.name',
    reason: 'FieldValueRequired',
    holds: (self) => self.name !== undefined || self.generateName !== undefined,
  },
);

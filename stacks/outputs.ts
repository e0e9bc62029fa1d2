import * as z from 'zod';
import { secretSource } from '../src/api/secret-source.ts';

/**
 * What a program hands to the cluster, by contract: every cloud's program returns these and nothing else, each an output
 * of the stack. `cluster/` makes the DataPlane of them. No secret is among them: only where secrets are.
 */

const common = {
  clusterName: z.string(),
  /** `https://…` of the API server; unknown until it is made, left out for a cluster that exists. */
  clusterEndpoint: z.string().optional(),
  /** PEM, base64. */
  clusterCertificateAuthority: z.string().optional(),
  /** `https://…` by which people reach the plane. */
  planeUrl: z.string(),
  /** Records to make by hand where DNS is kept elsewhere. */
  dnsRecords: z.array(z.strictObject({ name: z.string(), type: z.string(), value: z.string() })),
  /** Annotations of the API's Service, so that the cloud's load balancer finds its pods. */
  apiServiceAnnotations: z.record(z.string(), z.string()),
  apiServiceType: z.enum(['ClusterIP', 'LoadBalancer']),
  secrets: z.strictObject({
    postgresUrl: secretSource,
    redisUrl: secretSource,
    licenseKey: secretSource,
    functionSecretKey: secretSource,
    /** Azure alone. */
    storageConnectionString: secretSource.optional(),
  }),
  /** Node labels and taints that keep Brainstore on nodes with local NVMe. */
  brainstoreNodeSelector: z.record(z.string(), z.string()),
  brainstoreTolerations: z.array(
    z.strictObject({
      key: z.string(),
      operator: z.enum(['Exists', 'Equal']),
      value: z.string().optional(),
      effect: z.string(),
    }),
  ),
  /** Objects without which the cluster cannot serve the plane: storage classes, for instance. Applied before the plane. */
  clusterObjects: z.array(z.record(z.string(), z.unknown())),
};

export const awsOutputs = z.strictObject({
  ...common,
  provider: z.literal('aws'),
  region: z.string(),
  brainstoreBucket: z.string(),
  responsesBucket: z.string(),
  codeBundlesBucket: z.string(),
  apiRoleArn: z.string(),
  brainstoreRoleArn: z.string(),
  operatorRoleArn: z.string(),
  exportRoleArns: z.record(z.string(), z.string()),
  /** Environment variables of the API by which user code runs in the quarantine network; empty where it is off. */
  quarantineEnvironment: z.record(z.string(), z.string()),
});

export const googleOutputs = z.strictObject({
  ...common,
  provider: z.literal('google'),
  mode: z.enum(['Autopilot', 'Standard']),
  autopilotMachineFamily: z.string().optional(),
  brainstoreBucket: z.string(),
  apiBucket: z.string(),
  apiServiceAccount: z.string(),
  brainstoreServiceAccount: z.string(),
  operatorServiceAccount: z.string(),
  exportServiceAccounts: z.record(z.string(), z.string()),
});

export const azureOutputs = z.strictObject({
  ...common,
  provider: z.literal('azure'),
  storageAccountName: z.string(),
  brainstoreContainer: z.string(),
  responsesContainer: z.string(),
  codeBundlesContainer: z.string(),
  apiClientId: z.string(),
  brainstoreClientId: z.string(),
  operatorClientId: z.string(),
  keyVaultUri: z.string(),
});

/** What the program of a self-hosted plane hands over, on whichever cloud. */
export const planeOutputs = z.discriminatedUnion('provider', [awsOutputs, googleOutputs, azureOutputs]);

export type AwsOutputs = z.output<typeof awsOutputs>;
export type GoogleOutputs = z.output<typeof googleOutputs>;
export type AzureOutputs = z.output<typeof azureOutputs>;
export type PlaneOutputs = z.output<typeof planeOutputs>;

import * as grpc from '@grpc/grpc-js';
import services from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import { StandInCloud } from './cloud.ts';
import { standInProvider } from './provider.ts';

/**
 * The plugin: binds a port, prints it as the first line, serves until the engine ends it. The version is above every
 * SDK's, so that the engine does not warn.
 */
const folder = process.env['STAND_IN_CLOUD'];
if (folder === undefined) throw new Error('STAND_IN_CLOUD names no folder');
const server = new grpc.Server();
server.addService(services.ResourceProviderService, standInProvider(new StandInCloud(folder), '99.0.0'));
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`);
});

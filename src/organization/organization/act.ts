import { patchOrganization } from '../../braintrust/resources/organization.ts';
import type { Change } from '../change.ts';
import type { EngineOptions } from '../context.ts';
import type { Acted } from '../handler.ts';
import type { Way } from '../sessions.ts';
import { moveApiUrl, summary } from './move-api-url.ts';

export async function act(options: EngineOptions, way: Way, change: Change, signal: AbortSignal): Promise<Acted> {
  switch (change.operation) {
    case 'organization.patch':
      return {
        status: { organization: summary(await patchOrganization(way.client, change.id, change.settings, signal)) },
      };
    case 'organization.move_api_url':
      return moveApiUrl(options, way, change, signal);
    default:
      throw new Error(`an Organization cannot ${change.operation}`);
  }
}

import type { ByocGoogleEnvironment } from '../../environment/schema/environment.ts';
import { labelsOf } from '../../tags.ts';

/** Labels of the bootstrap: without the vendor's own, by which its support finds what belongs to the plane. */
export function bootstrapLabels(environment: ByocGoogleEnvironment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labelsOf(environment)).filter(([key]) => key !== 'braintrustdeploymentname'),
  );
}

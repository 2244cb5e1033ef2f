import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { ObjectTarget } from '../machinery/action.ts';
import type { Step } from './step-hindrance.ts';

function objectKey({ resource, namespace, name }: Pick<ObjectTarget, 'resource' | 'namespace' | 'name'>): string {
  return JSON.stringify([groupResource(resource), namespace, name]);
}

const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };

/**
 * For each step the places of earlier ones that change the same object, or the namespace it is in: a dry run knows nothing of what those
 * would leave, so what it says of the step is of the cluster without them.
 */
export function earlierSteps(steps: readonly Pick<Step, 'targets'>[]): readonly (readonly number[])[] {
  const touched = steps.map(({ targets }) => new Set(targets.map(objectKey)));
  return steps.map(({ targets }, place) => {
    const needs = targets.flatMap(target => [
      objectKey(target),
      ...(target.namespace === '' ? [] : [objectKey({ resource: NAMESPACES, namespace: '', name: target.namespace })]),
    ]);
    return touched.flatMap((keys, earlier) => (earlier < place && needs.some(key => keys.has(key)) ? [earlier] : []));
  });
}

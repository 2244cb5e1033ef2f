import { useMemo } from 'react';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { ObjectState } from '@lanthorn/actions/machinery/object-state.ts';
import { alwaysCounts } from '@lanthorn/actions/workload/scale-workload.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { useServedKinds } from '../client/use-served-kinds.ts';

interface Subject {
  readonly target: ObjectTarget;
  readonly state: ObjectState;
}

/**
 * A number of replicas in a custom object may be one of anything: it counts pods where the cluster says that the kind has a part by which it
 * is scaled. Asked where it matters alone; until it is known, such an object is not scaled.
 */
export function useScaledSubjects(subjects: readonly Subject[]): readonly Subject[] {
  const doubtful = subjects.find(
    ({ target, state }) => state.hasReplicas === true && !alwaysCounts(target.resource),
  )?.target;
  const served = useServedKinds(doubtful?.cluster ?? '');
  const name = doubtful === undefined ? '' : groupResource(doubtful.resource);
  const isScaled = served?.kinds.some(kind => kind.isScaled === true && groupResource(kind) === name) === true;
  return useMemo(
    () =>
      name === '' || isScaled
        ? subjects
        : subjects.map(({ target, state }) => ({ target, state: { ...state, hasReplicas: false } })),
    [subjects, name, isScaled],
  );
}

import { useMemo, useState } from 'react';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { DrainPlan } from '@lanthorn/actions/node/drain-plan.ts';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { drawIdentity } from '../../../../data/actions/action-dialog-store.ts';
import { useClient } from '../../../../data/client/client.ts';
import { answerOf, problemOf, useAsked } from '../../../../data/client/use-asked.ts';
import { type DrainChoice, leavingPods } from './drain-choice.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };

interface Drain {
  /** Null until it is known. */
  readonly plan: DrainPlan | null;
  /** The node and the pods that shall go; null until they are known. */
  readonly request: OperationRequest | null;
  /** What the server said to a dry run of just this; null until it did. */
  readonly previews: readonly TargetPreview[] | null;
  readonly problem: string | null;
}

/** What a drain would do, and what the server says to a dry run of it; asked anew with each choice. */
export function useDrain(target: ObjectTarget, { emptyDirs, unmanaged }: DrainChoice): Drain {
  const { api } = useClient();
  // What must be the same for a repeated click.
  const [identity] = useState(drawIdentity);
  const { cluster, name } = target;
  const planned = useAsked({ cluster, node: name }, asked => api.drainPlan(asked));
  const plan = answerOf(planned)?.plan ?? null;
  const request = useMemo((): OperationRequest | null => {
    if (plan === null) return null;
    const choice = { emptyDirs, unmanaged };
    const pods = leavingPods(plan, choice).map(pod => ({
      ...{ cluster, resource: PODS },
      namespace: pod.namespace,
      name: pod.name,
      uid: pod.uid,
    }));
    return { ...identity, kind: 'node.drain', targets: [target, ...pods], params: { drain: choice } };
  }, [plan, emptyDirs, unmanaged, cluster, identity, target]);
  const previewed = useAsked(request, asked => api.preview(asked));
  return {
    plan,
    request,
    previews: answerOf(previewed)?.previews ?? null,
    problem: problemOf(planned) ?? problemOf(previewed),
  };
}

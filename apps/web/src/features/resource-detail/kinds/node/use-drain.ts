import { useEffect, useMemo, useState } from 'react';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { DrainPlan } from '@lanthorn/actions/node/drain-plan.ts';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { drawIdentity } from '../../../../data/actions/action-dialog-store.ts';
import { useClient } from '../../../../data/client/client.ts';
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

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** What a drain would do, and what the server says to a dry run of it; asked anew with each choice. */
export function useDrain(target: ObjectTarget, { emptyDirs, unmanaged }: DrainChoice): Drain {
  const { api } = useClient();
  // What must be the same for a repeated click.
  const [identity] = useState(drawIdentity);
  const [plan, setPlan] = useState<DrainPlan | null>(null);
  const [answer, setAnswer] = useState<{
    readonly to: OperationRequest;
    readonly previews: readonly TargetPreview[];
  } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { cluster, name } = target;
  useEffect(() => {
    let isCurrent = true;
    api.drainPlan({ cluster, node: name }).then(
      found => isCurrent && setPlan(found.plan),
      (error: unknown) => isCurrent && setProblem(messageOf(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [api, cluster, name]);
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
  useEffect(() => {
    if (request === null) return undefined;
    let isCurrent = true;
    api.preview(request).then(
      ({ previews }) => isCurrent && setAnswer({ to: request, previews }),
      (error: unknown) => isCurrent && setProblem(messageOf(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [api, request]);
  return { plan, request, previews: answer?.to === request ? answer.previews : null, problem };
}

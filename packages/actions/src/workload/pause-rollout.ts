import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { ActionRecord } from '../machinery/action.ts';
import { switchRecord } from '../machinery/switch-field.ts';

const DEPLOYMENTS = { group: 'apps', version: 'v1', resource: 'deployments' };

function pauseRecord<Kind extends string>(kind: Kind, to: boolean): ActionRecord<Kind> {
  return switchRecord({
    kind,
    key: to ? 'p' : 'P',
    resource: DEPLOYMENTS,
    field: 'paused',
    to,
    isOmitted: true,
    fits: ({ isPaused }) => isPaused !== to,
    effects: () =>
      to
        ? [
            { key: 'effect.changesWait', values: {} },
            { key: 'effect.scalingGoesOn', values: {} },
          ]
        : [{ key: 'effect.changesRollOut', values: {} }],
    kubectl: deployment => ['rollout', to ? 'pause' : 'resume', 'deployment', readMeta(deployment).name],
  });
}

/** What is changed of the template waits until the rollout is resumed. */
export const PAUSE_ROLLOUT = pauseRecord('deployment.pause', true);
export const RESUME_ROLLOUT = pauseRecord('deployment.resume', false);

import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { ActionRecord } from '../machinery/action.ts';
import { switchRecord } from '../machinery/switch-field.ts';

const NODES = { group: '', version: 'v1', resource: 'nodes' };

function cordonRecord<Kind extends string>(kind: Kind, to: boolean): ActionRecord<Kind> {
  return switchRecord({
    kind,
    key: to ? 'p' : 'P',
    resource: NODES,
    field: 'unschedulable',
    to,
    isOmitted: true,
    fits: ({ isCordoned }) => isCordoned !== to,
    effects: () =>
      to
        ? [
            { key: 'effect.noNewPods', values: {} },
            { key: 'effect.runningPodsStay', values: {} },
          ]
        : [{ key: 'effect.newPodsAgain', values: {} }],
    kubectl: node => [to ? 'cordon' : 'uncordon', readMeta(node).name],
  });
}

/** Keeps new pods away; what runs there stays. */
export const CORDON_NODE = cordonRecord('node.cordon', true);
export const UNCORDON_NODE = cordonRecord('node.uncordon', false);

import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { alwaysCounts } from '@lanthorn/actions/workload/scale-workload.ts';
import { rowState } from '@lanthorn/actions/machinery/object-state.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { rowCluster } from '../../data/lists/row-cluster.ts';
import type { ActionSubject } from '../../data/actions/use-action-items.ts';

/** The object of a row, with everything that tells it from any other. */
export function rowTarget(cluster: string, view: KindView, row: WireRow): ObjectTarget {
  const { group, version, resource } = view.resource;
  return {
    cluster: rowCluster(cluster, row),
    resource: { group, version, resource },
    ...{ namespace: row.namespace, name: row.name, uid: row.uid },
  };
}

/** The same with what its cells tell of its state. */
export function rowSubject(cluster: string, view: KindView, row: WireRow): ActionSubject {
  const state = rowState(view.columns, row.cells);
  const hasReplicas = alwaysCounts(view.resource) ? true : state.hasReplicas;
  return { target: rowTarget(cluster, view, row), state: { ...state, hasReplicas } };
}

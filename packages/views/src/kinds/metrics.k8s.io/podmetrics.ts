import { NAMESPACE } from '../../cells/columns.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { MEASURED_COLUMNS, measuredEvery } from './usage-columns.ts';

/** What pods use now: measured, not stored, and in no navigation. */
export const POD_METRICS_VIEW: KindView = {
  resource: { group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods' },
  kind: 'PodMetrics',
  namespaced: true,
  names: [],
  isOptional: true,
  allows: 'nothing',
  icon: 'box',
  category: 'workloads',
  defaultSort: { column: 'name', descending: false },
  columns: [...MEASURED_COLUMNS, NAMESPACE],
  measuredEvery,
};

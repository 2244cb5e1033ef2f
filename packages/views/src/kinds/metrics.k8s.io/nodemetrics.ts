import type { KindView } from '../../cells/kind-view.ts';
import { MEASURED_COLUMNS, measuredEvery } from './usage-columns.ts';

/** What nodes use now: measured, not stored, and in no navigation. */
export const NODE_METRICS_VIEW: KindView = {
  resource: { group: 'metrics.k8s.io', version: 'v1beta1', resource: 'nodes' },
  kind: 'NodeMetrics',
  namespaced: false,
  names: [],
  isOptional: true,
  allows: 'nothing',
  icon: 'server',
  category: 'cluster',
  defaultSort: { column: 'name', descending: false },
  columns: MEASURED_COLUMNS,
  measuredEvery,
};

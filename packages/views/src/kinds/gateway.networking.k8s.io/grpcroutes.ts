import { ROUTE_REFERENCES, backendsText, firstParent, parentsText, routeStatus, routeTroubles } from './routes.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { sizeAt, listAt, textOf, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';

export const GRPC_ROUTE_VIEW: KindView = {
  ...kindEntry('grpcroutes.gateway.networking.k8s.io'),
  isOnMap: true,
  references: ROUTE_REFERENCES,
  troubles: routeTroubles,
  sections: ['routePath'],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    statusColumn(routeStatus, { width: 130 }),
    listAt({ id: 'hosts', width: 240 }, 'spec', 'hostnames'),
    { ...textOf({ id: 'parents', width: 200 }, parentsText), refersTo: firstParent },
    sizeAt({ id: 'rules', width: 80 }, 'spec', 'rules'),
    textOf({ id: 'backends', width: 260 }, backendsText),
    AGE,
    ...troubleColumns(routeTroubles),
  ],
};

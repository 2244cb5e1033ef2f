import { asString } from '@lanthorn/base/json.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';

function classStatus(object: unknown): StatusCell {
  const condition = findCondition(object, 'Accepted');
  if (condition?.['status'] === 'True') return { status: 'Accepted', tone: 'ok' };
  if (condition === null) return { status: 'Unknown', tone: 'muted' };
  return { status: asString(condition['reason']) || 'NotAccepted', tone: 'bad' };
}

export const GATEWAY_CLASS_VIEW: KindView = {
  ...kindEntry('gatewayclasses.gateway.networking.k8s.io'),
  references: [{ meaning: 'uses', to: [], at: '.spec.parametersRef', isOpen: true, isAcross: true }],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    statusColumn(classStatus, { width: 120 }),
    textAt({ id: 'controller', width: 280, isFacet: true }, 'spec', 'controllerName'),
    textAt({ id: 'description', width: 300 }, 'spec', 'description'),
    AGE,
    ...troubleColumns(),
  ],
};

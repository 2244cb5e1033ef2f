import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE, referenceColumn } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textOf, joined, numberOrText, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';

function gatewayStatus(object: unknown): StatusCell {
  const condition = findCondition(object, 'Programmed');
  if (condition?.['status'] === 'True') return { status: 'Programmed', tone: 'ok' };
  if (condition === null) return { status: 'Unknown', tone: 'muted' };
  return { status: asString(condition['reason']) || 'NotProgrammed', tone: 'warning' };
}

export const GATEWAY_VIEW: KindView = {
  ...kindEntry('gateways.gateway.networking.k8s.io'),
  isOnMap: true,
  references: [
    { meaning: 'class', to: ['gatewayclasses.gateway.networking.k8s.io'], at: '.spec.gatewayClassName' },
    {
      meaning: 'certificate',
      to: ['secrets'],
      at: '.spec.listeners[*].tls.certificateRefs[*]',
      isAcross: true,
      isOpen: true,
    },
    { meaning: 'uses', to: ['configmaps'], at: '.spec.infrastructure.parametersRef', isOpen: true },
  ],
  sections: ['gatewayListeners'],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    statusColumn(gatewayStatus, { width: 130 }),
    referenceColumn({ id: 'class', width: 140, isFacet: true }, ['spec', 'gatewayClassName'], {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
    }),
    textOf({ id: 'address', width: 180 }, gateway =>
      joined(
        asArray(getPath(gateway, 'status', 'addresses')).map(entry => asString(getPath(entry, 'value'))),
        ',',
      ),
    ),
    textOf({ id: 'listeners', width: 300 }, gateway =>
      joined(
        asArray(getPath(gateway, 'spec', 'listeners')).map(
          listener => `${asString(getPath(listener, 'protocol'))}:${numberOrText(getPath(listener, 'port'))}`,
        ),
      ),
    ),
    AGE,
    ...troubleColumns(),
  ],
};

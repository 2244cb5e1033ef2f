import { asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { NAMESPACE, ownerOfRow, textCell, timeCell } from '../../cells/columns.ts';
import type { KindView, ObjectReference } from '../../cells/kind-view.ts';
import { kindEntry } from '../../cells/kind-entries.ts';

function involvedObject(event: unknown): ObjectReference {
  const part = (name: string) => asString(getPath(event, 'involvedObject', name));
  return { apiVersion: part('apiVersion'), kind: part('kind'), namespace: part('namespace'), name: part('name') };
}

export const EVENT_VIEW: KindView = {
  ...kindEntry('events'),
  references: [
    { meaning: 'about', to: ['pods'], at: '.involvedObject', isOpen: true, isAcross: true },
    { meaning: 'about', to: ['pods'], at: '.related', isOpen: true, isAcross: true },
  ],
  headline: ['object', 'lastSeen'],
  defaultSort: { column: 'lastSeen', descending: true },
  ownerUid: event => asString(getPath(event, 'involvedObject', 'uid')),
  ownerOf: involvedObject,
  columns: [
    {
      id: 'lastSeen',
      type: 'time',
      width: 90,
      read: event => timeCell(lastSeen(event)),
    },
    {
      id: 'type',
      type: 'status',
      width: 100,
      isFacet: true,
      read: event => {
        const status = asString(getPath(event, 'type')) || 'Normal';
        return { status, tone: status === 'Normal' ? 'muted' : 'warning' };
      },
    },
    { id: 'reason', type: 'text', width: 160, isFacet: true, read: event => textCell(getPath(event, 'reason')) },
    {
      id: 'object',
      type: 'text',
      width: 280,
      read: event =>
        [getPath(event, 'involvedObject', 'kind'), getPath(event, 'involvedObject', 'name')]
          .map(asString)
          .filter(part => part !== '')
          .join('/'),
      refersTo: involvedObject,
      rowRefersTo: ownerOfRow,
    },
    { id: 'message', type: 'text', width: 460, read: event => textCell(getPath(event, 'message')) },
    {
      id: 'count',
      type: 'number',
      width: 70,
      read: event => asNumber(getPath(event, 'series', 'count')) ?? asNumber(getPath(event, 'count')) ?? 1,
    },
    NAMESPACE,
    {
      id: 'firstSeen',
      type: 'time',
      width: 90,
      read: event => parseTime(getPath(event, 'firstTimestamp')) ?? parseTime(getPath(event, 'eventTime')),
    },
  ],
};

/** What the controller says of CronJobs: few of all events. */
export const CRONJOB_EVENT_VIEW: KindView = { ...EVENT_VIEW, fieldSelector: 'involvedObject.kind=CronJob' };

/** When it happened last, as it is written; events that repeat and those that do not say it in different fields. */
export function lastSeen(event: unknown): unknown {
  return (
    getPath(event, 'series', 'lastObservedTime') ??
    getPath(event, 'lastTimestamp') ??
    getPath(event, 'eventTime') ??
    getPath(event, 'metadata', 'creationTimestamp')
  );
}

import { asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import type { ColumnView } from '@lanthorn/views/cells/kind-view.ts';

/** What decides whether an action makes sense on an object; null where it is not known. */
export interface ObjectState {
  readonly isSuspended: boolean | null;
  /** A Job or a pod that came to its end. */
  readonly isFinished: boolean | null;
  /** A Deployment that does not roll out what is changed. */
  readonly isPaused: boolean | null;
  /** A Node that gets no more pods. */
  readonly isCordoned: boolean | null;
  /** It says how many pods there shall be. */
  readonly hasReplicas: boolean | null;
  /** A claim that has its volume. */
  readonly isBound: boolean | null;
  /** A request for a certificate that was approved or denied. */
  readonly isDecided: boolean | null;
  /** Who would sign it. */
  readonly signer: string | null;
}

export const UNKNOWN_STATE: ObjectState = {
  isSuspended: null,
  isFinished: null,
  isPaused: null,
  isCordoned: null,
  hasReplicas: null,
  isBound: null,
  isDecided: null,
  signer: null,
};

/** Phases of a pod. */
const ENDED = new Set<unknown>(['Succeeded', 'Failed']);

export function objectState(object: unknown): ObjectState {
  const has = (type: string) => findCondition(object, type)?.['status'] === 'True';
  const isOn = (field: string) => getPath(object, 'spec', field) === true;
  return {
    isSuspended: isOn('suspend'),
    isFinished: has('Complete') || has('Failed') || ENDED.has(getPath(object, 'status', 'phase')),
    isPaused: isOn('paused'),
    isCordoned: isOn('unschedulable'),
    hasReplicas: typeof getPath(object, 'spec', 'replicas') === 'number',
    isBound: getPath(object, 'status', 'phase') === 'Bound',
    isDecided: findCondition(object, 'Approved') !== null || findCondition(object, 'Denied') !== null,
    signer: asString(getPath(object, 'spec', 'signerName')),
  };
}

const FINISHED = new Set<unknown>(['Complete', 'Completed', 'Failed']);
const DECIDED = new Set<unknown>(['Approved', 'Denied']);

/** The same of a row, as far as its cells tell. A row may come without cells: it was chosen without having been on the screen. */
export function rowState(columns: readonly Pick<ColumnView, 'id'>[], cells: readonly unknown[]): ObjectState {
  const cell = (id: string) => cells[columns.findIndex(column => column.id === id)];
  const [suspend, status, signer] = [cell('suspend'), getPath(cell('status'), 'status'), cell('signer')];
  const hasEnded = getPath(cell('status'), 'hasEnded') === true;
  if (typeof suspend === 'boolean') return { ...UNKNOWN_STATE, isSuspended: suspend };
  if (typeof status !== 'string') return UNKNOWN_STATE;
  return {
    ...UNKNOWN_STATE,
    isSuspended: status === 'Suspended',
    isFinished: hasEnded || FINISHED.has(status),
    isPaused: status === 'Paused',
    // As kubectl says it: `Ready,SchedulingDisabled`.
    isCordoned: status.split(',').includes('SchedulingDisabled'),
    isBound: status === 'Bound',
    isDecided: DECIDED.has(status.split(',')[0]),
    signer: typeof signer === 'string' ? signer : null,
  };
}

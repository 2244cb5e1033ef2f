import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { Operation, OperationPhase, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import type { ChangeStep } from '@lanthorn/protocol/http/change-set-messages.ts';
import type { KeptEvent } from '@lanthorn/views/facts/kept-events.ts';
import type { RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import { type Identity, OWNER } from '../upstream/identity.ts';
import type { RecordedOutcome } from './stores/operations-store.ts';

/** Records for tests. */
export function target(name: string): ObjectTarget {
  return {
    cluster: 'c',
    resource: { group: 'batch', version: 'v1', resource: 'cronjobs' },
    namespace: 'n',
    name,
    uid: `uid-${name}`,
  };
}

export interface OperationOptions {
  readonly kind?: ActionKind;
  readonly startedAt?: number;
  readonly names?: readonly string[];
  readonly phase?: OperationPhase;
  readonly identity?: Identity;
}

export function operation(
  id: string,
  { kind = 'cronjob.suspend', startedAt = 100, names = ['a'], phase = 'seen', identity = OWNER }: OperationOptions = {},
): Operation {
  const entry = { created: null, status: null, message: '', kubectl: '', canUndo: false, isUndone: false };
  const targets = names.map(name => ({ ...entry, phase, target: target(name) }));
  return { id, identity: identity.key, kind, user: 'u', undoOf: null, undoes: null, startedAt, revision: 0, targets };
}

/** The operation after a step of one of its targets. */
export function stepped(before: Operation, index: number, change: Partial<OperationTarget>): Operation {
  const targets = before.targets.map((entry, i) => (i === index ? { ...entry, ...change } : entry));
  return { ...before, revision: before.revision + 1, targets };
}

export function outcome(value: boolean): RecordedOutcome {
  return {
    request: { method: 'PATCH', path: '/x' },
    before: { metadata: { name: 'a' }, spec: { suspend: !value } },
    after: { metadata: { name: 'a' }, spec: { suspend: value } },
    changes: [{ path: 'spec.suspend', before: !value, after: value }],
  };
}

export function run(jobUid: string, startedAt: number, cronJobUid = 'cj'): RecordedRun {
  return {
    cluster: 'c',
    cronJobUid,
    jobUid,
    namespace: 'n',
    name: jobUid,
    result: 'failed',
    startedAt,
    isManual: false,
    durationMs: 5,
    reason: 'BackoffLimitExceeded: …',
    template: {},
    settings: { backoffLimit: 1 },
    hasMorePods: false,
    hasMoreEvents: false,
    events: [{ about: 'Job', type: 'Normal', reason: 'SuccessfulCreate', message: 'made', count: 1 }],
    missing: [],
    pods: [
      {
        name: 'p',
        node: 'n1',
        containers: [
          { name: 'c', exitCode: 1, reason: 'Error', log: 'last line', logCut: null, logProblem: '', logRefusal: null },
        ],
      },
    ],
  };
}

export function keptEvent(uid: string, fields: Partial<KeptEvent> = {}): KeptEvent {
  const said = { type: 'Warning', reason: 'BackOff', message: 'Back-off restarting', count: 1 };
  return { uid, about: 'a', namespace: 'n', object: 'Pod/a', ...said, firstSeen: 50, lastSeen: 100, ...fields };
}

/** A step that edits the object of a name, with a number that only Kubernetes can hold. */
export function changeStep(name: string): ChangeStep {
  const object = (big: bigint | number) => ({ metadata: { name }, spec: { big } });
  const edit = { base: object(1), mine: object(9_007_199_254_740_993n), choices: {} };
  const id = `00000000-0000-4000-8000-${name.codePointAt(0)?.toString(16).padStart(12, '0')}`;
  const targets = [target(name)];
  return {
    request: { id, suffix: 'x7k2p', kind: 'object.edit', targets, params: { edit } },
    state: 'waiting',
    operations: [],
  };
}

import { must } from '@lanthorn/base/assert.ts';
import { deepEqual, getPath } from '@lanthorn/base/json.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { findCondition, type KubeObject, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { isAtLeastVersion } from '@lanthorn/kube/api/resource-version.ts';
import type { Action, ActionForm, ActionRecord, Confirmation, OpenedBeside } from './machinery/action.ts';
import { APPLY_OBJECT } from './objects/apply-object.ts';
import { CREATE_OBJECT } from './objects/create-object.ts';
import { DELETE_OBJECT } from './objects/delete-object.ts';
import { BACKFILL_CRONJOB, RUN_CRONJOB } from './cronjob/run-cronjob.ts';
import { APPROVE_REQUEST, DENY_REQUEST } from './certificate/decide-request.ts';
import { AUTOSCALER_BOUNDS } from './autoscaler/autoscaler-bounds.ts';
import { GROW_CLAIM } from './claim/grow-claim.ts';
import { CORDON_NODE, UNCORDON_NODE } from './node/cordon-node.ts';
import { PAUSE_ROLLOUT, RESUME_ROLLOUT } from './workload/pause-rollout.ts';
import { DRAIN_NODE } from './node/drain-node.ts';
import { NODE_SHELL } from './node/node-shell.ts';
import { TAINT_NODE } from './node/taint-node.ts';
import { DEBUG_POD } from './pod/debug-pod.ts';
import { EVICT_POD } from './pod/evict-pod.ts';
import { FORWARD_PORT } from './pod/forward-port.ts';
import { OPEN_FILES, PUT_FILE, SAVE_FILE } from './pod/open-files.ts';
import { RESIZE_POD } from './pod/resize-pod.ts';
import { ATTACH_TO_POD, OPEN_SHELL } from './pod/open-terminal.ts';
import { CHANGE_CONTAINERS } from './workload/change-containers.ts';
import { ROLLBACK_WORKLOAD } from './workload/rollback-workload.ts';
import { GRANT_ROLE } from './rbac/grant-role.ts';
import { REVOKE_GRANT } from './rbac/revoke-grant.ts';
import { SECRET_KEYS } from './secret/secret-keys.ts';
import { SCALE_WORKLOAD } from './workload/scale-workload.ts';
import { RESTART_WORKLOAD } from './workload/restart-workload.ts';
import { EDIT_OBJECT } from './objects/edit-object.ts';
import { MARK_OBJECT } from './objects/mark-object.ts';
import { REVEAL_VALUE } from './objects/reveal-value.ts';
import type { ObjectState } from './machinery/object-state.ts';
import { PACK_ACTION } from './pack/pack-action.ts';
import { PAUSE_CRONJOB } from './cronjob/pause-cronjob.ts';
import { CLEAN_JOBS } from './job/clean-jobs.ts';
import { RERUN_JOB } from './job/rerun-job.ts';
import { RESCHEDULE_CRONJOB } from './cronjob/reschedule-cronjob.ts';
import { RESUME_CRONJOB, RESUME_JOB, SUSPEND_CRONJOB, SUSPEND_JOB } from './objects/suspend.ts';

/** In the order of menus: the most likely first. */
export const ACTION_RECORDS = [
  RUN_CRONJOB,
  SUSPEND_CRONJOB,
  RESUME_CRONJOB,
  PAUSE_CRONJOB,
  RESCHEDULE_CRONJOB,
  BACKFILL_CRONJOB,
  RERUN_JOB,
  SUSPEND_JOB,
  RESUME_JOB,
  CLEAN_JOBS,
  RESTART_WORKLOAD,
  SCALE_WORKLOAD,
  CHANGE_CONTAINERS,
  ROLLBACK_WORKLOAD,
  PAUSE_ROLLOUT,
  RESUME_ROLLOUT,
  CORDON_NODE,
  UNCORDON_NODE,
  TAINT_NODE,
  DRAIN_NODE,
  NODE_SHELL,
  OPEN_SHELL,
  ATTACH_TO_POD,
  OPEN_FILES,
  PUT_FILE,
  SAVE_FILE,
  FORWARD_PORT,
  DEBUG_POD,
  RESIZE_POD,
  EVICT_POD,
  APPROVE_REQUEST,
  DENY_REQUEST,
  AUTOSCALER_BOUNDS,
  GROW_CLAIM,
  GRANT_ROLE,
  REVOKE_GRANT,
  PACK_ACTION,
  REVEAL_VALUE,
  SECRET_KEYS,
  MARK_OBJECT,
  EDIT_OBJECT,
  APPLY_OBJECT,
  CREATE_OBJECT,
  DELETE_OBJECT,
] as const satisfies readonly ActionRecord[];

export type ActionKind = (typeof ACTION_RECORDS)[number]['kind'];

const RECORDS: readonly ActionRecord<ActionKind>[] = ACTION_RECORDS;

export function actionRecord(kind: string): ActionRecord<ActionKind> {
  return must(
    RECORDS.find(record => record.kind === kind),
    `action ${kind} is not known`,
  );
}

/** What is offered on an object of this resource, on row, page, palette and keys. */
export function actionsFor(resource: GroupVersionResource): readonly ActionRecord<ActionKind>[] {
  return RECORDS.filter(record => record.isOffered && record.appliesTo(resource));
}

/** What can begin with a form on an object of this resource. */
export function formsFor(resource: GroupVersionResource): readonly ActionRecord<ActionKind>[] {
  return RECORDS.filter(record => record.form !== null && (record.beginsOn ?? record.appliesTo)(resource));
}

/** A record, and the form it begins with; null where it is done as it is. */
export interface Offer {
  readonly record: ActionRecord<ActionKind>;
  readonly form: ActionForm | null;
}

/** Both of these as one list, the most likely first. */
export function offersFor(resource: GroupVersionResource): readonly Offer[] {
  const done = actionsFor(resource);
  const begun = formsFor(resource);
  return RECORDS.flatMap(record => [
    ...(done.includes(record) ? [{ record, form: null }] : []),
    ...(begun.includes(record) ? [{ record, form: record.form }] : []),
  ]);
}

/** Whether it only opened or showed something, for who did it and at that moment. */
export function isForItsMoment(kind: string): boolean {
  const record = RECORDS.find(one => one.kind === kind);
  return record?.opens !== undefined || record?.terminalIn !== undefined || record?.isLook === true;
}

/** The action that opens this. */
export function openingAction(what: OpenedBeside): ActionKind {
  return must(
    RECORDS.find(({ opens }) => opens === what),
    `nothing opens ${what}`,
  ).kind;
}

/** Whether an action is worth offering on an object in this state. */
export function isFitting({ fits }: ActionRecord, state: ObjectState): boolean {
  return fits === undefined || fits(state);
}

/** Whether the watched object shows the effect of what the server answered; `null` means that there is no such object. */
export function isConfirmed(
  { action, confirmation, answer }: { action: Action; confirmation: Confirmation; answer: KubeObject | null },
  object: KubeObject | null,
): boolean {
  switch (confirmation.type) {
    case 'exists':
      return object !== null;
    case 'field':
      return object !== null && deepEqual(getPath(object, ...confirmation.path), confirmation.value);
    case 'answered':
      return (
        object !== null &&
        (answer === null || isAtLeastVersion(readMeta(object).resourceVersion, readMeta(answer).resourceVersion))
      );
    case 'condition':
      return findCondition(object, confirmation.condition)?.['status'] === 'True';
    case 'gone':
      return object === null || object.metadata.uid !== action.target.uid;
  }
}

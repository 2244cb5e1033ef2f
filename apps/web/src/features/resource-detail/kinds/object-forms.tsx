import type { ComponentType } from 'react';
import type { ActionForm } from '@lanthorn/actions/machinery/action.ts';
import type { ObjectFormProps } from '../subject/object-form-props.ts';
import { later } from '../../../ui/words/later.ts';

/** The forms that actions name; each is loaded when it is opened first. */
export const OBJECT_FORMS: Readonly<Record<ActionForm, ComponentType<ObjectFormProps>>> = {
  run: later(async () => (await import('./cronjob/forms/run-with-parameters.tsx')).RunWithParameters),
  pause: later(async () => (await import('./cronjob/forms/pause-until.tsx')).PauseUntil),
  scale: later(async () => (await import('./workload/scale-form.tsx')).ScaleForm),
  containers: later(async () => (await import('./workload/containers-form.tsx')).ContainersForm),
  rollback: later(async () => (await import('./workload/rollback-form.tsx')).RollbackForm),
  drain: later(async () => (await import('./node/drain-form.tsx')).DrainForm),
  taints: later(async () => (await import('./node/taints-form.tsx')).TaintsForm),
  finished: later(async () => (await import('./job/finished-jobs-form.tsx')).FinishedJobsForm),
  grant: later(async () => (await import('./rbac/grant-form.tsx')).GrantForm),
  revoke: later(async () => (await import('./rbac/revoke-form.tsx')).RevokeForm),
  bounds: later(async () => (await import('./autoscaler/bounds-form.tsx')).BoundsForm),
  growth: later(async () => (await import('./claim/growth-form.tsx')).GrowthForm),
  debug: later(async () => (await import('./pod/debug-form.tsx')).DebugForm),
  resize: later(async () => (await import('./pod/resize-form.tsx')).ResizeForm),
  nodeShell: later(async () => (await import('./node/node-shell-form.tsx')).NodeShellForm),
  mark: later(async () => (await import('./mark-one.tsx')).MarkOne),
  schedule: later(async () => (await import('./cronjob/forms/schedule-editor.tsx')).ScheduleEditor),
};

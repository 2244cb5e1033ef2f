import { type ComponentType, lazy } from 'react';
import type { ActionForm } from '@lanthorn/actions/machinery/action.ts';
import type { ObjectFormProps } from '../subject/object-form-props.ts';

/** The forms that actions name; each is loaded when it is opened first. */
export const OBJECT_FORMS: Readonly<Record<ActionForm, ComponentType<ObjectFormProps>>> = {
  run: lazy(async () => ({
    default: (await import('./cronjob/forms/run-with-parameters.tsx')).RunWithParameters,
  })),
  pause: lazy(async () => ({ default: (await import('./cronjob/forms/pause-until.tsx')).PauseUntil })),
  scale: lazy(async () => ({ default: (await import('./workload/scale-form.tsx')).ScaleForm })),
  schedule: lazy(async () => ({
    default: (await import('./cronjob/forms/schedule-editor.tsx')).ScheduleEditor,
  })),
};

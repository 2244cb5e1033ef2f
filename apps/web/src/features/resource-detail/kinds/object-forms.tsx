import { lazy, type ReactNode } from 'react';
import type { ActionKind, ObjectTarget } from '@lanthorn/actions/action.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { PauseUntil } from './cronjob/pause-until.tsx';

const ScheduleEditor = lazy(async () => ({
  default: (await import('./cronjob/schedule-editor.tsx')).ScheduleEditor,
}));
const RunWithParameters = lazy(async () => ({
  default: (await import('./cronjob/run-with-parameters.tsx')).RunWithParameters,
}));

interface FormProps {
  readonly subject: DetailSubject;
  readonly target: ObjectTarget;
  readonly object: unknown;
  /** The kubeconfig user; '' until known. */
  readonly user: string;
  readonly onClose: () => void;
}

export interface ObjectForm {
  readonly kind: ActionKind;
  /** Key of what its button is called. */
  readonly title: string;
  /** The plain actions whose right and state it shares: it is offered where one of them is. */
  readonly like: readonly ActionKind[];
  readonly render: (props: FormProps) => ReactNode;
}

/** Actions that begin with a form of their own, on the page of one object. */
export const OBJECT_FORMS: readonly ObjectForm[] = [
  {
    kind: 'cronjob.run',
    title: 'run.open',
    like: ['cronjob.run'],
    render: ({ subject, target, object, onClose }) => (
      <RunWithParameters subject={subject} target={target} cronJob={object} onClose={onClose} />
    ),
  },
  {
    kind: 'cronjob.pause',
    title: 'pause.open',
    like: ['cronjob.suspend'],
    render: ({ target, user, onClose }) => <PauseUntil target={target} by={user} onClose={onClose} />,
  },
  {
    kind: 'cronjob.reschedule',
    title: 'schedule.edit',
    like: ['cronjob.suspend', 'cronjob.resume'],
    render: ({ target, object, onClose }) => <ScheduleEditor target={target} cronJob={object} onClose={onClose} />,
  },
];

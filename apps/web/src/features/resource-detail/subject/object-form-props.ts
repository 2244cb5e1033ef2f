import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { DetailSubject } from './detail-subject.ts';

/** What a form is told of the object it is about. */
export interface ObjectFormProps {
  readonly subject: DetailSubject;
  readonly target: ObjectTarget;
  readonly object: unknown;
  readonly onClose: () => void;
}

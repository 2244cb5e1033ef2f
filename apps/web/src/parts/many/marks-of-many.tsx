import { MarkForm } from '../marks/mark-form.tsx';
import type { FormOfManyProps } from './form-of-many-props.ts';
import { ReadObjects } from './read-objects.tsx';

/** The form for several objects, with the marks of the first of them. */
export function MarksOfMany({ targets, onClose }: FormOfManyProps) {
  return (
    <ReadObjects targets={targets}>
      {objects => <MarkForm targets={targets} objects={objects} onClose={onClose} />}
    </ReadObjects>
  );
}

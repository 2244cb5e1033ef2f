import { MarkForm } from '../../../parts/marks/mark-form.tsx';
import type { ObjectFormProps } from '../subject/object-form-props.ts';

/** Labels and annotations of the object whose page is open. */
export function MarkOne({ target, object, onClose }: ObjectFormProps) {
  return <MarkForm targets={[target]} objects={[object]} onClose={onClose} />;
}

import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';

/** A form about several objects of one kind. */
export interface FormOfManyProps {
  readonly targets: readonly ObjectTarget[];
  readonly onClose: () => void;
}

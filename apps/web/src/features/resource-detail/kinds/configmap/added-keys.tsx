import { Fragment } from 'react';
import { FocusReturn } from '../../../../ui/focus/focus-return.ts';
import { DataKey } from './data-key.tsx';
import { type AddedKey, type DataStep, NOTHING } from './data-steps.ts';

/** Keys that the object does not have yet; whoever removes one keeps the focus. */
export function AddedKeys({
  added,
  taken,
  why,
  onChange,
}: {
  readonly added: readonly AddedKey[];
  /** All names there will be. */
  readonly taken: readonly string[];
  /** Why nothing can be changed now. */
  readonly why: string | null;
  readonly onChange: (id: number, step: DataStep) => void;
}) {
  return added.map(({ id, ...entry }) => (
    <Fragment key={id}>
      <DataKey
        name={null}
        value={NOTHING}
        change={entry}
        taken={taken}
        why={why}
        onChange={step => onChange(id, step)}
      />
      <FocusReturn />
    </Fragment>
  ));
}

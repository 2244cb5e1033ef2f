import type { BareInputProps } from './text-input.tsx';
import { BareInput } from './text-input.tsx';
import { Field, type FieldWords } from './field.tsx';

/** A whole number within bounds, or none; arrow keys step it. */
export function NumberInput({
  label,
  help,
  error,
  value,
  min = 0,
  max,
  onChange,
  ...rest
}: Omit<BareInputProps, 'id' | 'value' | 'onChange' | 'type' | 'min' | 'max'> &
  FieldWords & {
    readonly value: number | null;
    readonly min?: number;
    readonly max?: number;
    readonly onChange: (value: number | null) => void;
  }) {
  return (
    <Field label={label} help={help} error={error}>
      {field => (
        <BareInput
          {...rest}
          {...field}
          type="number"
          inputMode="numeric"
          step={1}
          min={min}
          max={max}
          value={value ?? ''}
          onChange={text => {
            const number = Number(text);
            // What is no number yet (a lone minus) is none.
            onChange(text === '' || !Number.isFinite(number) ? null : Math.trunc(number));
          }}
        />
      )}
    </Field>
  );
}

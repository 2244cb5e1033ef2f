import { useId } from 'react';

/** One of a few, side by side: a press or the arrow keys choose. */
export function RadioRow<T extends string>({
  legend,
  options,
  value,
  onChange,
}: {
  readonly legend: string;
  readonly options: readonly {
    readonly value: T;
    readonly label: string;
    /** Why it cannot be chosen; nothing where it can. */
    readonly why?: string | null | undefined;
  }[];
  readonly value: T | null;
  readonly onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset className="radio-row">
      <legend>{legend}</legend>
      {options.map(option => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={typeof option.why === 'string'}
            onChange={() => onChange(option.value)}
          />
          {option.label}
          {typeof option.why === 'string' ? <span className="dim">{option.why}</span> : null}
        </label>
      ))}
    </fieldset>
  );
}

import type { SelectHTMLAttributes } from 'react';
import { classes } from '../styles/classes.ts';
import styles from './input.module.css';

export interface Choice<V extends string> {
  readonly value: V;
  readonly text: string;
  readonly isOff?: boolean;
}

/** One of a few known values, by the browser's own list: letters, arrows, and the wheel of a phone. Of many: `Combobox`. */
export function Select<V extends string>({
  choices,
  value,
  onChange,
  ...rest
}: Omit<SelectHTMLAttributes<HTMLSelectElement>, 'className' | 'onChange' | 'value' | 'children'> & {
  readonly choices: readonly Choice<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}) {
  return (
    <select
      {...rest}
      className={classes(styles['input'], styles['choice'])}
      value={value}
      onChange={event => {
        const chosen = choices.find(choice => choice.value === event.currentTarget.value);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      {choices.map(({ value: one, text, isOff = false }) => (
        <option key={one} value={one} disabled={isOff}>
          {text}
        </option>
      ))}
    </select>
  );
}

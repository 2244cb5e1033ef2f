import type { InputHTMLAttributes, Ref } from 'react';
import { classes } from '../styles/classes.ts';
import { Field, type FieldWords } from './field.tsx';
import styles from './input.module.css';

type Native = Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'id' | 'onChange'>;

export interface BareInputProps extends Native {
  readonly isCode?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
  readonly id?: string;
  readonly onChange?: (value: string) => void;
}

/** A field of one line that gets its name in another way (`aria-label`). */
export function BareInput({ isCode = false, onChange, ...rest }: BareInputProps) {
  return (
    <input
      {...rest}
      className={classes(styles['input'], isCode && styles['code'])}
      onChange={event => onChange?.(event.currentTarget.value)}
    />
  );
}

/** A line of text with its label. */
export function TextInput({ label, help, error, ...rest }: Omit<BareInputProps, 'id'> & FieldWords) {
  return (
    <Field label={label} help={help} error={error}>
      {field => <BareInput {...rest} {...field} />}
    </Field>
  );
}

import type { TextareaHTMLAttributes } from 'react';
import { classes } from '../styles/classes.ts';
import { Field, type FieldWords } from './field.tsx';
import styles from './input.module.css';

/** Lines of text with their label; as high as they are. */
export function Textarea({
  label,
  help,
  error,
  isCode = false,
  onChange,
  ...rest
}: Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'className' | 'id' | 'onChange'> &
  FieldWords & { readonly isCode?: boolean; readonly onChange: (value: string) => void }) {
  return (
    <Field label={label} help={help} error={error}>
      {field => (
        <textarea
          rows={1}
          {...rest}
          {...field}
          className={classes(styles['input'], styles['area'], isCode && styles['code'])}
          onChange={event => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

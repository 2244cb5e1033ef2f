import { type ReactNode, useId } from 'react';
import styles from './field.module.css';

/** What a field gets from its label, so that all of it is read out. */
export interface FieldProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

export interface FieldWords {
  readonly label: string;
  /** What is to be written, where the label does not say. */
  readonly help?: string | undefined;
  /** Why it cannot be taken as it is; null when it can. */
  readonly error?: string | null | undefined;
}

/** A label above a field, what helps below it, and what is wrong in its place. */
export function Field({
  label,
  help,
  error = null,
  children,
}: FieldWords & { readonly children: (props: FieldProps) => ReactNode }) {
  const id = useId();
  const isWrong = error !== null && error !== '';
  const below = isWrong ? error : help;
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': below === undefined ? undefined : `${id}-below`,
        'aria-invalid': isWrong || undefined,
      })}
      {below === undefined ? null : (
        <p
          id={`${id}-below`}
          className={isWrong ? styles['error'] : styles['help']}
          role={isWrong ? 'alert' : undefined}
        >
          {below}
        </p>
      )}
    </div>
  );
}

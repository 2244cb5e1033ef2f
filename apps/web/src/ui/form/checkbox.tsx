import type { InputHTMLAttributes, ReactNode } from 'react';
import styles from './checkbox.module.css';

type Native = Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'onChange' | 'type' | 'children'>;

/** Yes or no, with words beside it that can be pressed as well; Space changes it. */
export function Checkbox({
  type = 'checkbox',
  onChange,
  children,
  ...rest
}: Native & {
  /** One of several, or each for itself. */
  readonly type?: 'checkbox' | 'radio';
  readonly onChange: (isOn: boolean) => void;
  /** Without words it has its name in another way (`aria-label`). */
  readonly children?: ReactNode;
}) {
  const box = (
    <input {...rest} type={type} className={styles['box']} onChange={event => onChange(event.currentTarget.checked)} />
  );
  if (children === undefined) return box;
  return (
    <label className={styles['label']}>
      {box}
      <span>{children}</span>
    </label>
  );
}

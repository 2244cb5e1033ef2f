import { Icon } from '../marks/icon.tsx';
import styles from './tick.module.css';

/** The box before an option of which several may be chosen: a press on it toggles, and never leaves the list. */
export function Tick({ isOn }: { readonly isOn: boolean }) {
  return (
    <span aria-hidden="true" data-mark="toggle" className={styles['tick']} data-on={isOn || undefined}>
      {isOn ? <Icon name="check" /> : null}
    </span>
  );
}

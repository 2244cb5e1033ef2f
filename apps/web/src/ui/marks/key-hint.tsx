import styles from './key-hint.module.css';

/** The key that does the same. Who listens hears it from `aria-keyshortcuts` of the button, not as part of its name. */
export function KeyHint({ keys }: { readonly keys: string }) {
  return (
    <kbd aria-hidden="true" className={styles['key']}>
      {keys}
    </kbd>
  );
}

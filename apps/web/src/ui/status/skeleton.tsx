import styles from './skeleton.module.css';

/** How wide the lines are that stand for text, in turn: the same every time, so that nothing flickers. */
const WIDTHS = ['62%', '84%', '47%', '73%', '55%'] as const;

/** The room of what is on its way, as many lines high. What is awaited is said to who listens. */
export function Skeleton({ lines, label }: { readonly lines: number; readonly label: string }) {
  return (
    <div role="status" aria-label={label} className={styles['skeleton']}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={styles['line']} style={{ width: WIDTHS[line % WIDTHS.length] }} />
      ))}
    </div>
  );
}

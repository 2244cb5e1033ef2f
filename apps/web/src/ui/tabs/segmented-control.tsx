import type { Tab } from './tabs.tsx';
import { moveFocus } from '../focus/roving-focus.ts';
import styles from './segmented-control.module.css';

/** One of a few ways to see the same, all in sight. Left and right, Home and End choose. */
export function SegmentedControl<V extends string>({
  choices,
  value,
  label,
  onChange,
}: {
  readonly choices: readonly Omit<Tab<V>, 'count'>[];
  readonly value: V;
  readonly label: string;
  readonly onChange: (value: V) => void;
}) {
  return (
    <div
      role="radiogroup"
      tabIndex={-1}
      aria-label={label}
      className={styles['group']}
      onKeyDown={event => {
        const next = moveFocus(event, 'radio')?.dataset['value'];
        const chosen = choices.find(choice => choice.value === next);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      {choices.map(choice => (
        <button
          key={choice.value}
          type="button"
          role="radio"
          data-value={choice.value}
          tabIndex={choice.value === value ? 0 : -1}
          aria-checked={choice.value === value}
          className={styles['choice']}
          onClick={() => onChange(choice.value)}
        >
          {choice.text}
        </button>
      ))}
    </div>
  );
}

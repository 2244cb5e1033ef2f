import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Completion, completionAt } from './filter-completion.ts';

/** What the term that is typed may become, from the first letter on until the field is left. */
export function useCompletion(text: string, about: Parameters<typeof completionAt>[2]) {
  /** Null where nothing is typed. */
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);
  const completion: Completion | null = caret === null ? null : completionAt(text, caret, about);
  const options = completion?.options ?? [];
  const active = Math.min(chosen, options.length - 1);
  return {
    completion,
    options,
    active,
    onTyped: (at: number) => {
      setCaret(at);
      setChosen(0);
    },
    onLeave: () => setCaret(null),
    /** The option that the key takes, '' where it only moves; null where the key is not about them. */
    onKey: ({ key, altKey, shiftKey, ctrlKey }: KeyboardEvent): string | null => {
      if (options.length === 0) return null;
      if (key === 'Tab' && !shiftKey && !ctrlKey && !altKey) return options[active] ?? null;
      if (!altKey || (key !== 'ArrowDown' && key !== 'ArrowUp')) return null;
      setChosen((active + (key === 'ArrowDown' ? 1 : options.length - 1)) % options.length);
      return '';
    },
  };
}

/** Below the field. */
export function FilterOptions({
  options,
  active,
  onTake,
}: {
  readonly options: readonly string[];
  readonly active: number;
  readonly onTake: (option: string) => void;
}) {
  const { t } = useTranslation();
  if (options.length === 0) return null;
  return (
    <div id="filter-options" role="listbox" aria-label={t('filter.options')} className="filter-options">
      {options.map((option, i) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys choose through the field above
        <div
          key={option}
          id={`filter-option-${i}`}
          role="option"
          tabIndex={-1}
          aria-selected={i === active}
          // The field keeps the focus.
          onMouseDown={event => event.preventDefault()}
          onClick={() => onTake(option)}
        >
          <span>{option}</span>
          {i === active ? <kbd>Tab</kbd> : null}
        </div>
      ))}
    </div>
  );
}

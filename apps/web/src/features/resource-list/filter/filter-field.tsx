import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilterError } from '@lanthorn/query/filter-parser.ts';
import { BareInput } from '../../../ui/form/text-input.tsx';
import { isTyping } from '../../../ui/form/is-typing.ts';
import { useTypedText } from './use-typed-text.ts';

/** The filter, as text; `/` goes there, Escape leaves and keeps it, Enter and the arrow down go on to the rows. */
export function FilterField({
  value,
  error,
  onChange,
  onLeave,
}: {
  readonly value: string;
  readonly error: FilterError | null;
  readonly onChange: (value: string) => void;
  /** `text` is what the list is filtered by from now on. */
  readonly onLeave: (to: 'list' | 'firstRow', text: string) => void;
}) {
  const { t } = useTranslation();
  const { text, setText, input } = useTypedText(value, onChange);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || isTyping(event) || event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [input]);

  return (
    <div className="filter">
      <BareInput
        ref={input}
        type="search"
        value={text}
        placeholder={t('filter.placeholder')}
        aria-label={t('filter.label')}
        aria-invalid={error !== null}
        aria-describedby={error === null ? undefined : 'filter-error'}
        title={t('filter.help')}
        spellCheck={false}
        onChange={setText}
        onKeyDown={event => {
          // Enter and Escape that end a word of an input method are not ours.
          if (event.nativeEvent.isComposing) return;
          const isDone = event.key === 'Enter' || event.key === 'ArrowDown';
          if (!isDone && event.key !== 'Escape') return;
          // A search field of the browser would empty itself.
          event.preventDefault();
          event.stopPropagation();
          if (text !== value) onChange(text);
          onLeave(isDone ? 'firstRow' : 'list', text);
        }}
      />
      {error === null ? null : (
        <div id="filter-error" className="filter-error" role="alert">
          {t(`filter.${error.code}`, { detail: error.detail, position: error.position + 1 })}
        </div>
      )}
    </div>
  );
}

import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilterError } from '@lanthorn/query/filter-parser.ts';
import type { Facets } from '@lanthorn/query/live-query.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { BareInput } from '../../ui/form/text-input.tsx';
import { isTyping } from '../../ui/form/is-typing.ts';
import { filterParts } from './filter-completion.ts';
import { FilterOptions, useCompletion } from './filter-options.tsx';
import { useTypedText } from './use-typed-text.ts';

/**
 * The filter, as text in which each term is seen as one; `/` goes there, Escape leaves and keeps it, Enter and the arrow down go on to the
 * rows. What the term that is typed may become stands below: Tab takes it, Alt with the arrows goes through them, a press takes one.
 */
export function FilterField({
  value,
  error,
  about,
  onChange,
  onLeave,
}: {
  readonly value: string;
  readonly error: FilterError | null;
  /** What fields and values there are. */
  readonly about: { readonly view: Pick<KindView, 'columns'>; readonly facets: Facets };
  readonly onChange: (value: string) => void;
  /** `text` is what the list is filtered by from now on. */
  readonly onLeave: (to: 'list' | 'firstRow', text: string) => void;
}) {
  const { t } = useTranslation();
  const { text, setText, input } = useTypedText(value, onChange);
  useSlash(input);

  const mirror = useRef<HTMLDivElement>(null);
  const completing = useCompletion(text, about);
  const take = (option: string) => {
    const { from, to } = completing.completion ?? { from: 0, to: 0 };
    // A value is done; after a field its value comes.
    const before = text.slice(0, from) + (option.endsWith(':') ? option : `${option} `);
    setText(before + text.slice(to).trimStart());
    completing.onTyped(before.length);
    input.current?.focus();
  };
  return (
    <div className="filter">
      <FilterTerms text={text} error={error} ref={mirror} />
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
        aria-autocomplete="list"
        aria-controls={completing.options.length === 0 ? undefined : 'filter-options'}
        aria-activedescendant={completing.options.length === 0 ? undefined : `filter-option-${completing.active}`}
        onChange={typed => {
          completing.onTyped(input.current?.selectionEnd ?? typed.length);
          setText(typed);
        }}
        onBlur={completing.onLeave}
        onScroll={({ currentTarget }) => mirror.current?.scrollTo({ left: currentTarget.scrollLeft })}
        onKeyDown={event => {
          // Enter and Escape that end a word of an input method are not ours.
          if (event.nativeEvent.isComposing) return;
          const option = completing.onKey(event);
          if (option !== null) {
            event.preventDefault();
            event.stopPropagation();
            if (option !== '') take(option);
            return;
          }
          const isDone = event.key === 'Enter' || event.key === 'ArrowDown';
          if (!isDone && event.key !== 'Escape') return;
          // A search field of the browser would empty itself.
          event.preventDefault();
          event.stopPropagation();
          if (text !== value) onChange(text);
          onLeave(isDone ? 'firstRow' : 'list', text);
        }}
      />
      <FilterOptions options={completing.options} active={completing.active} onTake={take} />
      {error === null ? null : (
        <div id="filter-error" className="filter-error" role="alert">
          {t(`filter.${error.code}`, { detail: error.detail, position: error.position + 1 })}
        </div>
      )}
    </div>
  );
}

/** `/` leads to the field, wherever one is. */
function useSlash(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || isTyping(event) || event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [input]);
}

/** Behind the text of the field, letter below letter. */
function FilterTerms({
  text,
  error,
  ref,
}: {
  readonly text: string;
  readonly error: FilterError | null;
  readonly ref: RefObject<HTMLDivElement | null>;
}) {
  return (
    <div ref={ref} className="filter-terms" aria-hidden="true">
      {filterParts(text, error).map(part => (
        <span key={part.from} data-kind={part.kind}>
          {part.text}
        </span>
      ))}
    </div>
  );
}

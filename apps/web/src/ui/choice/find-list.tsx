import { type KeyboardEvent, type ReactNode, useId } from 'react';
import type { ActiveOption } from '../focus/use-active-option.ts';
import { useActiveOption } from '../focus/use-active-option.ts';
import { classes } from '../styles/classes.ts';
import styles from './find-list.module.css';
import { BareInput } from '../form/text-input.tsx';

export interface FindOption {
  readonly id: string;
  readonly text: string;
  /** Before and behind its words; what has `data-mark` is pressed on its own, and is never the only way to do that. */
  readonly before?: ReactNode;
  readonly after?: ReactNode;
  readonly isChosen?: boolean;
}

export interface FindGroup {
  readonly id: string;
  /** Null where it needs no words. */
  readonly title: string | null;
  readonly options: readonly FindOption[];
}

interface FindListProps {
  readonly label: string;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly groups: readonly FindGroup[];
  readonly isMultiple?: boolean;
  /** Enter, or a press. */
  readonly onChoose: (id: string) => void;
  /** A press on what has `data-mark`. */
  readonly onMark?: (id: string, mark: string) => void;
  /** Any other key in the field, with the option it is about; whether it meant something. */
  readonly onKey?: (event: KeyboardEvent, id: string | undefined) => boolean;
  /** What the keys do. */
  readonly help?: ReactNode;
  /** How far the list goes, and why it is short. */
  readonly note?: string;
}

/**
 * A list that is looked through by a part of a name: the focus stays in the field, arrows and Page Up and Down move through the options of
 * all groups, Enter chooses.
 */
export function FindList({ label, query, onQuery, groups, help, note = '', ...rest }: FindListProps) {
  const id = useId();
  const ids = groups.flatMap(({ options }) => options.map(option => option.id));
  const active = useActiveOption<HTMLDivElement>(ids);
  const { current, startOver, onArrow } = active;
  return (
    <div className={styles['whole']}>
      <BareInput
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={ids[current] === undefined ? undefined : `${id}-${current}`}
        aria-label={label}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        placeholder={label}
        value={query}
        spellCheck={false}
        onChange={typed => {
          onQuery(typed);
          startOver();
        }}
        onKeyDown={event => {
          // Enter that ends a word of an input method chooses nothing.
          if (event.nativeEvent.isComposing || onArrow(event)) return;
          const isTaken = rest.onKey?.(event, ids[current]) === true;
          if (!isTaken && event.key !== 'Enter') return;
          event.preventDefault();
          const chosen = ids[current];
          if (!isTaken && chosen !== undefined) rest.onChoose(chosen);
        }}
      />
      <Options id={id} label={label} groups={groups} active={active} {...rest} />
      <p className={styles['note']} role="status">
        {note}
      </p>
      {help === undefined ? null : (
        <p id={`${id}-help`} className={styles['help']}>
          {help}
        </p>
      )}
    </div>
  );
}

function Options({
  id,
  label,
  groups,
  active,
  isMultiple = false,
  onChoose,
  onMark,
}: Pick<FindListProps, 'label' | 'groups' | 'isMultiple' | 'onChoose' | 'onMark'> & {
  readonly id: string;
  readonly active: ActiveOption<HTMLDivElement>;
}) {
  const starts = groups.map((_group, i) => groups.slice(0, i).reduce((sum, { options }) => sum + options.length, 0));
  return (
    <div
      id={id}
      ref={active.list}
      role="listbox"
      aria-label={label}
      aria-multiselectable={isMultiple || undefined}
      className={styles['list']}
    >
      {groups.map(({ id: group, title, options }, g) => (
        <div key={group} role="group" aria-label={title ?? undefined}>
          {title === null || options.length === 0 ? null : (
            <div className={styles['title']} aria-hidden="true">
              {title}
            </div>
          )}
          {options.map((option, i) => {
            const at = (starts[g] ?? 0) + i;
            return (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys choose through the field above
              <div
                key={option.id}
                id={`${id}-${at}`}
                role="option"
                tabIndex={-1}
                aria-selected={option.isChosen ?? false}
                data-active={at === active.current}
                className={classes(styles['option'], option.isChosen === true && styles['chosen'])}
                // The field keeps the focus.
                onMouseDown={event => event.preventDefault()}
                onClick={event => {
                  const mark = markAt(event.target);
                  if (onMark !== undefined && mark !== undefined) onMark(option.id, mark);
                  else if (onMark !== undefined && isMultiple && (event.ctrlKey || event.metaKey))
                    onMark(option.id, 'toggle');
                  else onChoose(option.id);
                }}
                onPointerMove={() => active.setActive(at)}
              >
                {option.before}
                <span className={styles['text']}>{option.text}</span>
                {option.after}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

function markAt(target: EventTarget): string | undefined {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-mark]') : null;
  return element?.dataset['mark'];
}

import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { usePressOutside, useTopLayer } from '../layer/use-top-layer.ts';
import layer from '../layer/layer.module.css';
import { Icon } from '../marks/icon.tsx';
import { classes } from '../styles/classes.ts';
import input from '../form/input.module.css';
import styles from './select.module.css';

export interface Choice<V extends string> {
  readonly value: V;
  readonly text: string;
  readonly isOff?: boolean;
}

interface SelectProps<V extends string> {
  /** Where it is drawn anew when another is chosen: the focus goes on in the one that has the same. */
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly choices: readonly Choice<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}

/** Letters typed sooner than this one after another are one word. */
const WORD_MS = 700;
const PAGE = 10;

/**
 * One of a few known values. Arrows, Enter and Space open it; then arrows, Page Up and Down, Home and End move, letters find, Enter and Space
 * choose, Tab chooses and goes on, Escape leaves it as it was. Of many: `Combobox`.
 */
export function Select<V extends string>({ id: ownId, 'aria-label': label, choices, value, onChange }: SelectProps<V>) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const chosen = choices.findIndex(choice => choice.value === value);
  const [active, setActive] = useState<number | null>(null);
  const typed = useTypedLetters();
  const take = (index: number | null) => {
    setActive(null);
    const choice = index === null ? undefined : choices[index];
    if (choice !== undefined && choice.isOff !== true && choice.value !== value) onChange(choice.value);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return take(active);
    if (active === null) {
      if (!/^(?:Arrow(?:Up|Down)|Enter| )$/.test(event.key)) return undefined;
      setActive(Math.max(0, chosen));
    } else if (event.key === 'Escape') setActive(null);
    else if (event.key === 'Enter' || event.key === ' ') take(active);
    else {
      const next = moved(event, active, choices.length - 1) ?? typed(event, active, choices);
      if (next === null) return undefined;
      setActive(next);
    }
    event.preventDefault();
    return event.stopPropagation();
  };
  return (
    <>
      <button
        ref={button}
        id={ownId}
        type="button"
        role="combobox"
        aria-label={label}
        aria-haspopup="listbox"
        aria-expanded={active !== null}
        aria-controls={`${id}-list`}
        aria-activedescendant={active === null ? undefined : `${id}-${active}`}
        className={classes(input['input'], styles['select'])}
        onClick={() => setActive(active === null ? Math.max(0, chosen) : null)}
        onKeyDown={onKey}
      >
        <span className={styles['value']}>{choices[chosen]?.text}</span>
        <Icon name="chevron-down" />
      </button>
      {active === null ? null : (
        <ChoiceLayer
          id={id}
          choices={choices}
          value={value}
          active={active}
          anchor={() => button.current}
          onActive={setActive}
          onTake={take}
        />
      )}
    </>
  );
}

function ChoiceLayer<V extends string>({
  id,
  choices,
  value,
  active,
  anchor,
  onActive,
  onTake,
}: Pick<SelectProps<V>, 'choices' | 'value'> & {
  readonly id: string;
  readonly active: number;
  readonly anchor: () => Element | null;
  readonly onActive: (index: number) => void;
  readonly onTake: (index: number | null) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  useTopLayer(list, anchor, 'bottom-start');
  usePressOutside(
    () => [list.current, anchor()],
    () => onTake(null),
  );
  useEffect(() => list.current?.children[active]?.scrollIntoView({ block: 'nearest' }), [active]);
  return (
    <div
      ref={list}
      id={`${id}-list`}
      role="listbox"
      popover="manual"
      className={classes(layer['layer'], styles['list'])}
    >
      {choices.map((choice, i) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys choose through the button
        <div
          key={choice.value}
          id={`${id}-${i}`}
          role="option"
          tabIndex={-1}
          aria-selected={choice.value === value}
          aria-disabled={choice.isOff === true || undefined}
          data-active={i === active}
          className={styles['choice']}
          // The button keeps the focus.
          onMouseDown={event => event.preventDefault()}
          onClick={event => {
            // A label around the button would press it again.
            event.preventDefault();
            onTake(i);
          }}
          onPointerMove={() => onActive(i)}
        >
          {choice.text}
          {choice.value === value ? <Icon name="check" /> : null}
        </div>
      ))}
    </div>
  );
}

function moved({ key }: KeyboardEvent, active: number, last: number): number | null {
  const to: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + PAGE,
    PageUp: active - PAGE,
    Home: 0,
    End: last,
  };
  const next = Object.hasOwn(to, key) ? to[key] : undefined;
  return next === undefined ? null : Math.max(0, Math.min(last, next));
}

/** The next value that begins with what was typed; null where the key is no letter, or nothing does. */
function useTypedLetters() {
  const word = useRef({ text: '', at: Number.NEGATIVE_INFINITY });
  return (
    { key, ctrlKey, metaKey, altKey, timeStamp }: KeyboardEvent,
    active: number,
    choices: readonly Choice<string>[],
  ) => {
    if (key.length !== 1 || ctrlKey || metaKey || altKey) return null;
    const { text, at } = word.current;
    const isOne = timeStamp - at < WORD_MS;
    word.current = { text: (isOne ? text : '') + key.toLowerCase(), at: timeStamp };
    const order = choices.map((_choice, i) => (active + i + (isOne ? 0 : 1)) % choices.length);
    return order.find(i => choices[i]?.text.toLowerCase().startsWith(word.current.text)) ?? null;
  };
}

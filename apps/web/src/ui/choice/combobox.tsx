import { Autocomplete } from '@base-ui/react/autocomplete';
import { Combobox as Base } from '@base-ui/react/combobox';
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../marks/icon.tsx';
import { classes } from '../styles/classes.ts';
import styles from './combobox.module.css';
import { Field, type FieldWords } from '../form/field.tsx';
import input from '../form/input.module.css';

/** More than this nobody reads through; who looks for another types a part of it. */
const MAX_SHOWN = 100;

interface ComboboxProps extends FieldWords {
  readonly choices: readonly string[];
  readonly placeholder?: string;
}

/** One of many, found by a part of its name: typing narrows, arrows go through, Enter takes, Escape closes the list. */
export function Combobox({
  choices,
  placeholder,
  value,
  onChange,
  ...words
}: ComboboxProps & { readonly value: string | null; readonly onChange: (value: string | null) => void }) {
  const { t } = useTranslation();
  return (
    <Field {...words}>
      {field => (
        <ListLayer>
          {layer => (
            <Base.Root
              items={[...choices]}
              limit={MAX_SHOWN}
              value={value}
              onValueChange={onChange}
              onOpenChange={layer.onOpenChange}
              actionsRef={layer.actions}
              autoHighlight
            >
              <Base.Input
                {...field}
                {...layer.field}
                className={classes(input['input'], styles['input'])}
                placeholder={placeholder}
              />
              <span className={styles['buttons']}>
                <Base.Clear className={styles['button']} aria-label={t('form.clear')}>
                  <Icon name="close" />
                </Base.Clear>
                <Base.Trigger className={styles['button']} aria-label={t('form.choices', { name: words.label })}>
                  <Icon name="choose" />
                </Base.Trigger>
              </span>
              <ChoiceList container={layer.container} empty={t('form.nothing')}>
                {(choice: string) => (
                  <Base.Item key={choice} value={choice} className={styles['choice']}>
                    {choice}
                  </Base.Item>
                )}
              </ChoiceList>
            </Base.Root>
          )}
        </ListLayer>
      )}
    </Field>
  );
}

/** Any text, with known ones offered while it is typed: arrows go through them, Enter takes one, Escape closes the list. */
export function Suggestions({
  choices,
  placeholder,
  value,
  onChange,
  ...words
}: ComboboxProps & { readonly value: string; readonly onChange: (value: string) => void }) {
  return (
    <Field {...words}>
      {field => (
        <ListLayer>
          {layer => (
            <Autocomplete.Root
              items={[...choices]}
              limit={MAX_SHOWN}
              value={value}
              onValueChange={onChange}
              onOpenChange={layer.onOpenChange}
              actionsRef={layer.actions}
            >
              <Autocomplete.Input {...field} className={input['input']} placeholder={placeholder} spellCheck={false} />
              <ChoiceList container={layer.container}>
                {(choice: string) => (
                  <Autocomplete.Item
                    key={choice}
                    value={choice}
                    className={styles['choice']}
                    onClick={() => onChange(choice)}
                  >
                    {choice}
                  </Autocomplete.Item>
                )}
              </ChoiceList>
            </Autocomplete.Root>
          )}
        </ListLayer>
      )}
    </Field>
  );
}

/** Several of many, each a mark in the field: Backspace takes the last away, the arrow left goes through them, Delete takes one. */
export function MultiSelect({
  choices,
  placeholder,
  value,
  onChange,
  ...words
}: ComboboxProps & { readonly value: readonly string[]; readonly onChange: (value: readonly string[]) => void }) {
  const { t } = useTranslation();
  return (
    <Field {...words}>
      {field => (
        <ListLayer>
          {layer => (
            <Base.Root
              items={[...choices]}
              limit={MAX_SHOWN}
              multiple
              value={value}
              onValueChange={onChange}
              onOpenChange={layer.onOpenChange}
              actionsRef={layer.actions}
              autoHighlight
            >
              <Base.Chips className={classes(input['input'], styles['chips'])}>
                {value.map(one => (
                  <Base.Chip key={one} className={styles['chip']} aria-label={one}>
                    {one}
                    <Base.ChipRemove className={styles['remove']} aria-label={t('form.remove', { name: one })}>
                      <Icon name="close" />
                    </Base.ChipRemove>
                  </Base.Chip>
                ))}
                <Base.Input
                  {...field}
                  {...layer.field}
                  className={styles['within']}
                  placeholder={value.length === 0 ? placeholder : undefined}
                />
              </Base.Chips>
              <ChoiceList container={layer.container} empty={t('form.nothing')}>
                {(choice: string) => (
                  <Base.Item key={choice} value={choice} className={styles['choice']}>
                    {choice}
                    <Base.ItemIndicator className={styles['taken']}>
                      <Icon name="check" />
                    </Base.ItemIndicator>
                  </Base.Item>
                )}
              </ChoiceList>
            </Base.Root>
          )}
        </ListLayer>
      )}
    </Field>
  );
}

/**
 * What may be chosen, below the field; without words for it an empty list is none. Base UI's own popup hides from screen readers whatever is
 * not the field or the list, as if that were modal: here the list is a part of the page like any other.
 */
function ChoiceList({
  container,
  empty,
  children,
}: {
  readonly container: { readonly current: HTMLElement | null };
  readonly empty?: string;
  readonly children: (choice: string) => ReactNode;
}) {
  return (
    <Base.Portal container={container}>
      <Base.Positioner className={styles['place']} positionMethod="fixed" sideOffset={4}>
        <div className={styles['list']}>
          {empty === undefined ? null : <Base.Empty className={styles['nothing']}>{empty}</Base.Empty>}
          <Base.List>{children}</Base.List>
        </div>
      </Base.Positioner>
    </Base.Portal>
  );
}

type BaseKeyEvent = KeyboardEvent & { readonly preventBaseUIHandler: () => void };

/** Where the list is drawn: beside the field, so that a dialog around both keeps it. Escape closes the list alone. */
function ListLayer({
  children,
}: {
  readonly children: (layer: {
    readonly container: { readonly current: HTMLElement | null };
    readonly onOpenChange: (isOpen: boolean) => void;
    readonly actions: RefObject<Base.Root.Actions | null>;
    /** For the field: without a list to close, Escape is of what lies below, and never takes away what was chosen. */
    readonly field: { readonly onKeyDown: (event: BaseKeyEvent) => void };
  }) => ReactNode;
}) {
  const container = useRef<HTMLDivElement>(null);
  const actions = useRef<Base.Root.Actions>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (!isOpen) actions.current?.unmount();
  }, [isOpen]);
  const onKeyDown = (event: BaseKeyEvent) => {
    if (event.key === 'Escape' && !isOpen) event.preventBaseUIHandler();
  };
  return (
    <div
      ref={container}
      className={styles['box']}
      onKeyDown={event => {
        if (event.key !== 'Escape' || !isOpen) return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) actions.current?.close();
      }}
    >
      {children({ container, actions, onOpenChange: setOpen, field: { onKeyDown } })}
    </div>
  );
}

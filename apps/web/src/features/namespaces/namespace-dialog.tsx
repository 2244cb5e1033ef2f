import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_NAMESPACES } from '@lanthorn/protocol/constants.ts';
import { BareInput } from '../../ui/form/text-input.tsx';
import { Button } from '../../ui/button/button.tsx';
import { whyText } from '../../ui/status/freshness.tsx';
import type { LiveList } from '../../data/lists/use-live-list.ts';
import { useNamespaceChoice } from '../../data/lists/use-namespace-choice.ts';
import type { ViewState } from '../../data/lists/view-state.ts';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { type ActiveOption, useActiveOption } from '../../ui/focus/use-active-option.ts';
import { namespaceOptions } from './namespace-options.ts';
import { useNamespaces } from './use-namespaces.ts';

/** More than this nobody reads through; who looks for another types a part of its name. */
const MAX_SHOWN = 200;

interface NamespaceDialogProps {
  readonly state: ViewState;
  /** The context's own namespace, where namespaces may not be listed; else null. */
  readonly fallback: string | null;
  readonly onClose: () => void;
}

/** One namespace, several or all, found by a part of the name. */
export function NamespaceDialog(props: NamespaceDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog opened title={t('namespace.title')} onClose={props.onClose}>
      <NamespaceChooser {...props} />
    </Dialog>
  );
}

function NamespaceChooser({ state, fallback, onClose }: NamespaceDialogProps) {
  const { t } = useTranslation();
  const id = useId();
  const go = useNamespaceChoice(state);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>(state.namespaces);
  const text = query.trim();
  const list = useNamespaces(state.cluster, text, MAX_SHOWN);
  const names = [...list.rows.values()].map(row => row.name);
  const options = namespaceOptions({ names, chosen, text, fallback, isComplete: list.state.kind === 'live' });
  const active = useActiveOption<HTMLUListElement>(options.length);
  const { current, setActive, onArrow } = active;
  const isChanged = chosen.join() !== state.namespaces.join();
  const leave = (namespaces: readonly string[]) => {
    onClose();
    go(namespaces);
  };
  const toggle = (name: string | undefined) => {
    if (name === undefined || name === '') return setChosen([]);
    if (chosen.includes(name)) return setChosen(chosen.filter(other => other !== name));
    if (chosen.length < MAX_NAMESPACES) setChosen([...chosen, name]);
    return undefined;
  };
  return (
    <div className="palette">
      <BareInput
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={options[current] === undefined ? undefined : `${id}-${current}`}
        aria-label={t('namespace.find')}
        aria-describedby={`${id}-help`}
        placeholder={t('namespace.find')}
        value={query}
        spellCheck={false}
        onChange={typed => {
          setQuery(typed);
          setActive(0);
        }}
        onKeyDown={event => {
          if (onArrow(event)) return;
          if (event.key === ' ') {
            // No name holds a space: the key chooses, as in every list.
            event.preventDefault();
            toggle(options[current]);
          } else if (event.key === 'Enter') {
            event.preventDefault();
            const name = options[current];
            if (isChanged) leave(chosen);
            else if (name !== undefined) leave(name === '' ? [] : [name]);
          }
        }}
      />
      <p className="dim" id={`${id}-help`}>
        {t('namespace.help')}
      </p>
      <NamespaceList id={id} options={options} active={active} chosen={chosen} onToggle={toggle} onLeave={leave} />
      <NamespaceNote list={list} isEmpty={options.length === 0} />
      {isChanged ? (
        <Button onClick={() => leave(chosen)}>
          {chosen.length === 0 ? t('namespace.all') : t('namespace.show', { count: chosen.length })}
        </Button>
      ) : null}
    </div>
  );
}

function NamespaceList({
  id,
  options,
  active: { current, setActive, list },
  chosen,
  onToggle,
  onLeave,
}: {
  readonly id: string;
  readonly options: readonly string[];
  readonly active: ActiveOption<HTMLUListElement>;
  readonly chosen: readonly string[];
  readonly onToggle: (name: string) => void;
  readonly onLeave: (namespaces: readonly string[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <ul id={id} role="listbox" aria-multiselectable="true" aria-label={t('namespace.title')} ref={list}>
      {options.map((name, i) => {
        const isChosen = name === '' ? chosen.length === 0 : chosen.includes(name);
        return (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys choose through the field above
          <li
            key={name}
            id={`${id}-${i}`}
            role="option"
            aria-selected={isChosen}
            data-active={i === current}
            onClick={({ target, ctrlKey, metaKey }) => {
              const isMark = target instanceof Element && target.classList.contains('option-mark');
              if (isMark || ctrlKey || metaKey) onToggle(name);
              else onLeave(name === '' ? [] : [name]);
            }}
            onPointerMove={() => setActive(i)}
          >
            <span>{name === '' ? t('namespace.all') : visibleText(name)}</span>
            <span aria-hidden="true" className="option-mark">
              {isChosen ? '☑' : '☐'}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** How far the list goes, and why. */
function NamespaceNote({ list, isEmpty }: { readonly list: LiveList; readonly isEmpty: boolean }) {
  const { t } = useTranslation();
  const text = () => {
    if (list.state.kind === 'forbidden') return whyText(list.state, t);
    if (list.matched === null) return t('detail.loading');
    if (list.matched > MAX_SHOWN) return t('namespace.cut', { shown: MAX_SHOWN, count: list.matched });
    return isEmpty ? t('palette.nothing') : '';
  };
  return (
    <p className="dim palette-note" role="status">
      {text()}
    </p>
  );
}

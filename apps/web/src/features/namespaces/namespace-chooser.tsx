import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ownValue } from '@lanthorn/base/own-value.ts';
import { MAX_NAMESPACES, MAX_PINNED_NAMESPACES } from '@lanthorn/protocol/constants.ts';
import { useClient } from '../../data/client/client.ts';
import { usePreferences } from '../../data/client/use-preferences.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import type { LiveList } from '../../data/lists/use-live-list.ts';
import { useNamespaceChoice } from '../../data/lists/use-namespace-choice.ts';
import type { ViewState } from '../../data/lists/view-state.ts';
import { Button } from '../../ui/button/button.tsx';
import { type FindGroup, FindList, type FindOption } from '../../ui/choice/find-list.tsx';
import { Tick } from '../../ui/choice/tick.tsx';
import { PopoverLayer } from '../../ui/layer/popover.tsx';
import { Icon } from '../../ui/marks/icon.tsx';
import { whyText } from '../../ui/status/freshness.tsx';
import { visibleText } from '../../ui/words/text.ts';
import styles from './namespace-chooser.module.css';
import { ALL, type NamespaceGroups, namespaceGroups, READABLE } from './namespace-groups.ts';
import { useNamespaces } from './use-namespaces.ts';
import { useReadable } from './use-readable.ts';

/** More than this nobody reads through; who looks for another types a part of its name. */
const MAX_SHOWN = 200;
const NO_NAMES: readonly string[] = [];
const NO_SETS: readonly (readonly string[])[] = [];

interface ChooserProps {
  readonly id: string;
  readonly state: ViewState;
  /** The context's own namespace, where namespaces may not be listed; else null. */
  readonly fallback: string | null;
  readonly anchor: () => Element | null;
  readonly onClose: () => void;
}

/** One namespace, several or all: those that are kept on top, sets that were looked at last, the others by a part of their name. */
export function NamespaceChooser({ id, state, fallback, anchor, onClose }: ChooserProps) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const { pinned, recent, togglePin } = useKept(state.cluster);
  const text = query.trim();
  const list = useNamespaces(state.clusters, text, MAX_SHOWN);
  const names = [...new Set([...list.rows.values()].map(row => row.name))];
  const readable = useReadable(state);
  const known = new Set([...pinned, ...recent.flat(), ...(fallback === null ? [] : [fallback]), ...names]);
  const { chosen, isChanged, leave, toggle, choose } = useChoice(state, {
    askReadable: () => readable.ask([...known].filter(name => name !== '')),
    onClose,
  });
  const groups = namespaceGroups({
    ...{ names, chosen, pinned, recent, text, fallback },
    mayReadAll: readable.mayReadAll,
    isComplete: list.state.kind === 'live',
  });
  const onKey = (event: KeyboardEvent, option: string | undefined) => {
    if (option === undefined) return false;
    // No name holds a space: the key chooses, as in every list.
    if (event.key === ' ') toggle(option);
    else if (event.altKey && event.code === 'KeyP') togglePin(option);
    else return false;
    return true;
  };
  const shown = useShownGroups(groups, { chosen, pinned, isSearch: text !== '' });
  return (
    <PopoverLayer {...{ id, anchor, onClose }} label={t('namespace.title')} width={340} placement="bottom-start">
      <FindList
        label={t('namespace.find')}
        query={query}
        onQuery={setQuery}
        isMultiple
        groups={shown}
        onChoose={choose}
        onMark={(name, mark) => (mark === 'pin' ? togglePin(name) : toggle(name))}
        onKey={onKey}
        help={t('namespace.help')}
        note={
          readable.note ??
          noteOf(
            list,
            shown.every(({ options }) => options.length === 0),
            t,
          )
        }
      />
      {isChanged ? (
        <div className={styles['foot']}>
          <Button variant="primary" onClick={() => leave(chosen)}>
            {chosen.length === 0 ? t('namespace.all') : t('namespace.show', { count: chosen.length })}
          </Button>
        </div>
      ) : null}
    </PopoverLayer>
  );
}

/** What is chosen so far, and how one goes there. */
function useChoice(
  state: ViewState,
  { askReadable, onClose }: { readonly askReadable: () => Promise<readonly string[]>; readonly onClose: () => void },
) {
  const [chosen, setChosen] = useState<readonly string[]>(state.namespaces);
  const go = useNamespaceChoice(state);
  const isChanged = chosen.join() !== state.namespaces.join();
  const chooseReadable = async () => {
    const found = await askReadable();
    if (found.length > 0) setChosen(found);
  };
  const leave = (namespaces: readonly string[]) => {
    onClose();
    go(namespaces);
  };
  const toggle = (option: string) => {
    if (option === READABLE) return void chooseReadable();
    const part = option === ALL ? [] : option.split(',');
    const rest = chosen.filter(name => !part.includes(name));
    const isOn = part.every(name => chosen.includes(name));
    const next = option === ALL ? [] : isOn ? rest : [...rest, ...part];
    return next.length <= MAX_NAMESPACES ? setChosen(next) : undefined;
  };
  const choose = (option: string) => {
    if (isChanged) leave(chosen);
    else if (option === READABLE) void chooseReadable();
    else leave(option === ALL ? [] : option.split(','));
  };
  return { chosen, isChanged, leave, toggle, choose };
}

/** In the order in which they are offered: what was found comes first while somebody looks for something. */
function useShownGroups(
  groups: NamespaceGroups,
  {
    chosen,
    pinned,
    isSearch,
  }: { readonly chosen: readonly string[]; readonly pinned: readonly string[]; readonly isSearch: boolean },
): readonly FindGroup[] {
  const { t } = useTranslation();
  const words = (name: string) => {
    if (name === ALL) return t('namespace.all');
    return name === READABLE ? t('namespace.readable') : visibleText(name.replaceAll(',', ', '));
  };
  const option = (name: string): FindOption => {
    const isChosen = name === ALL ? chosen.length === 0 : name.split(',').every(one => chosen.includes(one));
    return {
      id: name,
      text: words(name),
      isChosen,
      before: name === READABLE ? <span className={styles['room']} /> : <Tick isOn={isChosen} />,
      after: isOne(name) ? <Pin isOn={pinned.includes(name)} /> : undefined,
    };
  };
  const group = (id: keyof NamespaceGroups, title: string | null) => ({ id, title, options: groups[id].map(option) });
  const whole = group('whole', null);
  const own = group('chosen', null);
  const kept = group('pinned', t('namespace.pinned'));
  const recent = group('recent', t('namespace.recent'));
  const others = group('others', t('namespace.others'));
  return isSearch ? [kept, others, recent, own] : [whole, own, kept, recent, others];
}

function isOne(name: string): boolean {
  return name !== ALL && name !== READABLE && !name.includes(',');
}

/** What the person keeps of this cluster. */
function useKept(cluster: string) {
  const { preferences } = useClient();
  const pinned = usePreferences(({ clusters }) => ownValue(clusters, cluster)?.pinnedNamespaces ?? NO_NAMES);
  const recent = usePreferences(({ clusters }) => ownValue(clusters, cluster)?.recentNamespaces ?? NO_SETS);
  const togglePin = (name: string) => {
    if (!isOne(name)) return;
    const next = pinned.includes(name) ? pinned.filter(one => one !== name) : [...pinned, name];
    if (next.length <= MAX_PINNED_NAMESPACES)
      preferences.change({ clusters: { [cluster]: { pinnedNamespaces: next } } });
  };
  return { pinned, recent, togglePin };
}

function Pin({ isOn }: { readonly isOn: boolean }) {
  const { t } = useTranslation();
  return (
    <span data-mark="pin" className={styles['pin']} data-on={isOn || undefined} title={t('namespace.pin')}>
      <Icon name="star" />
    </span>
  );
}

/** How far the list goes, and why. */
function noteOf(list: LiveList, isNothing: boolean, t: ReturnType<typeof useTranslation>['t']): string {
  const answer = listAnswer(list).kind;
  if (answer === 'unknown' && list.rows.size === 0) return whyText(list.state, t);
  if (answer === 'loading') return t('detail.loading');
  if (list.matched !== null && list.matched > MAX_SHOWN)
    return t('namespace.cut', { shown: MAX_SHOWN, count: list.matched });
  return isNothing ? t('palette.nothing') : '';
}

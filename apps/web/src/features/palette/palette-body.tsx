import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from '@tanstack/react-router';
import { MAX_NAME_QUERY, MAX_USED_ENTRIES } from '@lanthorn/protocol/constants.ts';
import { MAX_TEXT } from '@lanthorn/protocol/path-segment-rule.ts';
import { storedRevision } from '@lanthorn/kube/helm/release-names.ts';
import type { NamesAnswer } from '@lanthorn/protocol/http/name-messages.ts';
import { useClient } from '../../data/client/client.ts';
import { usePreferences } from '../../data/client/use-preferences.ts';
import { withRecent } from '../../data/preferences/recents.ts';
import { HELM } from '../../data/client/page-paths.ts';
import { useNamespaceChoice } from '../../data/lists/use-namespace-choice.ts';
import type { ViewState } from '../../data/lists/view-state.ts';
import { BareInput } from '../../ui/form/text-input.tsx';
import { findKindAt } from '@lanthorn/views/kind-index.ts';
import { useTimeWords } from '../../ui/time/reader-time.ts';
import { problemWords } from '../../ui/words/i18n.ts';
import { visibleText } from '../../ui/words/text.ts';
import { useActiveOption } from '../../ui/focus/use-active-option.ts';
import { holdsWords, inSections, type PaletteEntry, rankByUse, searchEntries } from './palette-search.ts';
import { useNames } from './use-names.ts';
import { usePodsEntries } from './use-pods-entries.ts';

/** Of kinds, actions and other commands: more lines nobody reads, and a word more finds the one that is meant. */
const MAX_SHOWN = 50;

export interface PaletteProps {
  readonly entries: readonly PaletteEntry[];
  /** Names are looked for in the namespaces where this person works, where the whole cluster may not be listed. */
  readonly state: ViewState;
  readonly onClose: () => void;
}

const NONE: readonly PaletteEntry[] = [];

/** What somebody did before this code was here. */
export interface TypedBefore {
  readonly query: string;
  /** Enter was pressed behind it. */
  readonly isEntered: boolean;
}

/** What is called so, in sections, and what holds it. */
function useFound(
  { entries, state }: Pick<PaletteProps, 'entries' | 'state'>,
  query: string,
  answer: NamesAnswer | null,
) {
  const objects = useObjectEntries(state, answer);
  const commands = useMemo(() => searchEntries(entries, query), [entries, query]);
  const used = usePreferences(({ usedEntries }) => usedEntries);
  const pods = usePodsEntries(state, query);
  const named = useMemo(() => {
    const first = pods.isMeant ? pods.entries : NONE;
    const ranked = rankByUse(commands, query, used).slice(0, MAX_SHOWN);
    const isMeant = (entry: PaletteEntry) => holdsWords(entry, query);
    // Before what is called so stands no command that merely has its letters, of whichever group.
    return [
      ...inSections([...first, ...ranked.filter(isMeant), ...rankByUse(objects, query, used)]),
      ...inSections(ranked.filter(entry => !isMeant(entry))),
    ];
  }, [commands, objects, query, used, pods]);
  // What is called so may also stand in a pod; where nothing is, that is offered once all names were looked through.
  const isLast = !pods.isMeant && (named.length > 0 || answer?.isComplete === true);
  const found = useMemo(() => [...named, ...(isLast ? pods.entries : NONE)], [named, isLast, pods]);
  return { found, isEmpty: named.length === 0, hasMore: commands.length > MAX_SHOWN || answer?.hasMore === true };
}

/** What is offered for what is typed. */
export function PaletteBody({ entries, state, before, onClose }: PaletteProps & { readonly before: TypedBefore }) {
  const { t } = useTranslation();
  const used = usePreferences(({ usedEntries }) => usedEntries);
  const { preferences } = useClient();
  const [query, setQuery] = useState(before.query);
  const names = useNames(state.cluster, query, state.search.ns);
  const { found, isEmpty, hasMore } = useFound({ entries, state }, query, names.answer);
  const { current, setActive, startOver, list, onArrow } = useActiveOption<HTMLUListElement>(found.map(({ id }) => id));
  const choose = (entry: PaletteEntry | undefined) => {
    if (entry === undefined || entry.disabled !== null) return;
    onClose();
    // Where one goes is a habit; what was done to one object, or looked for in it, is not what is meant for the next.
    const isHabit = ![t('palette.action'), t('palette.within')].includes(entry.group);
    if (isHabit && entry.id.length <= MAX_TEXT)
      preferences.remember({ usedEntries: [...withRecent(used, entry.id, MAX_USED_ENTRIES)] });
    entry.run();
  };
  const enter = useRef(before.isEntered ? () => choose(found[0]) : null);
  useEffect(() => {
    enter.current?.();
    enter.current = null;
  }, []);
  return (
    <div className="palette">
      <BareInput
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it is the dialog’s own field, and keys are on their way to it
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[current] === undefined ? undefined : `palette-${current}`}
        aria-label={t('palette.title')}
        placeholder={t('palette.placeholder')}
        value={query}
        spellCheck={false}
        maxLength={MAX_NAME_QUERY}
        onChange={typed => {
          setQuery(typed);
          startOver();
        }}
        onKeyDown={event => {
          if (!onArrow(event) && event.key === 'Enter') {
            event.preventDefault();
            choose(found[current]);
          }
        }}
      />
      <ul id="palette-list" role="listbox" aria-label={t('palette.title')} ref={list}>
        {found.flatMap((entry, i) => [
          entry.group === found[i - 1]?.group || entry.group === '' ? null : (
            <li key={`section of ${entry.id}`} role="presentation" className="palette-section">
              {entry.group}
            </li>
          ),
          <Option
            key={entry.id}
            entry={entry}
            index={i}
            isActive={i === current}
            onChoose={choose}
            onPoint={setActive}
          />,
        ])}
      </ul>
      <NamesNote {...names} isEmpty={isEmpty} />
      {hasMore ? <p className="palette-note dim">{t('palette.hasMore')}</p> : null}
    </div>
  );
}

function Option({
  entry,
  index,
  isActive,
  onChoose,
  onPoint,
}: {
  readonly entry: PaletteEntry;
  readonly index: number;
  readonly isActive: boolean;
  readonly onChoose: (entry: PaletteEntry) => void;
  readonly onPoint: (index: number) => void;
}) {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys choose through the field above
    <li
      id={`palette-${index}`}
      role="option"
      aria-selected={isActive}
      data-active={isActive}
      aria-disabled={entry.disabled !== null}
      onClick={() => onChoose(entry)}
      onPointerMove={() => onPoint(index)}
    >
      <span>
        {visibleText(entry.title)}
        {entry.disabled === null ? null : <span className="dim"> {entry.disabled}</span>}
      </span>
      {/* Who does not see the heading hears it. */}
      <span className="visually-hidden">{entry.group}</span>
      {entry.shortcut === null ? null : <kbd>{entry.shortcut}</kbd>}
    </li>
  );
}

/** Each object leads to its own page; a namespace first to what is in it. */
function useObjectEntries(state: ViewState, answer: NamesAnswer | null): readonly PaletteEntry[] {
  const { cluster } = state;
  const navigate = useNavigate();
  const goToNamespaces = useNamespaceChoice(state);
  const { t } = useTranslation();
  return useMemo(() => {
    const releases = new Set<string>();
    return (answer?.found ?? []).flatMap(({ resource, kind, namespace, name }) => {
      const stored = storedRevision(name);
      if (stored !== null) {
        // Of all that is kept of a release it is the release that is looked for.
        const id = `release:${namespace}/${stored.release}`;
        if (releases.has(id)) return [];
        releases.add(id);
        return [
          {
            ...{ id, title: `${stored.release} · ${namespace}`, names: [stored.release] },
            ...{ group: t('palette.release'), shortcut: null, disabled: null },
            run: () =>
              void navigate({
                to: '/c/$cluster/$resource/$namespace/$name',
                params: { cluster, resource: HELM, namespace, name: stored.release },
              }),
          },
        ];
      }
      const known = findKindAt(resource);
      const page = {
        id: `object:${resource}/${namespace}/${name}`,
        title: namespace === '' ? name : `${name} · ${namespace}`,
        names: [name],
        group: known === undefined ? visibleText(kind) : t(`kind.${known.resource.resource}`),
        shortcut: null,
        disabled: null,
        run: () =>
          void navigate({
            to: '/c/$cluster/$resource/$namespace/$name',
            params: { cluster, resource, namespace: namespace || '-', name },
          }),
      };
      if (known?.isScope !== true) return [page];
      const id = `namespace:${name}`;
      return [{ ...page, id, group: t('palette.namespace'), run: () => goToNamespaces([name]) }, page];
    });
  }, [answer, cluster, navigate, goToNamespaces, t]);
}

/** How much of the cluster was looked at, and when: these names are not watched. */
function NamesNote({
  answer,
  problem,
  isEmpty,
}: ReturnType<typeof useNames> & { /** Nothing matches so far. */ readonly isEmpty: boolean }) {
  const { t } = useTranslation();
  const { clock } = useTimeWords();
  if (answer === null || problem !== null)
    return (
      <p className="dim palette-note" role="status">
        {problem === null ? '' : visibleText(problem)}
      </p>
    );
  const time = clock(answer.asOf);
  const text = !answer.isComplete
    ? t('palette.namesLoading', { count: answer.loaded })
    : t(answer.isCut ? 'palette.namesCut' : 'palette.namesAsOf', { count: answer.loaded, time });
  const { forbidden, missing } = answer;
  const notes = [
    isEmpty && answer.isComplete ? t('palette.nothing') : '',
    text,
    forbidden === 0 ? '' : t('palette.namesForbidden', { count: forbidden }),
    missing.length === 0 ? '' : t('palette.namesMissing', { kinds: missing.map(problemWords).join(' ') }),
  ];
  return (
    <p className="dim palette-note" role="status">
      {visibleText(notes.filter(note => note !== '').join(' '))}
    </p>
  );
}

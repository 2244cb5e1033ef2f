import uFuzzy from '@leeoniya/ufuzzy';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from '@tanstack/react-router';
import { MAX_NAME_QUERY } from '@lanthorn/protocol/constants.ts';
import type { NamesAnswer } from '@lanthorn/protocol/http-messages.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { findKindViewByName } from '@lanthorn/views/kind-index.ts';
import { visibleText } from '../../ui/text.ts';
import { useNames } from './use-names.ts';

export interface PaletteEntry {
  readonly id: string;
  readonly title: string;
  /** What kind of thing it is. */
  readonly group: string;
  readonly shortcut: string | null;
  readonly disabled: string | null;
  readonly run: () => void;
}

const MAX_SHOWN = 50;
/** Letters of a word may be apart: "cjb" finds CronJobs. */
const FUZZY = new uFuzzy({ intraMode: 0, intraIns: 4 });

interface PaletteProps {
  readonly entries: readonly PaletteEntry[];
  readonly cluster: string;
  /** Where this person works, comma separated; names are looked for there where the whole cluster may not be listed. */
  readonly namespaces: string | undefined;
  readonly onClose: () => void;
}

/** One key to anywhere: kinds, actions, namespaces, clusters, objects on screen, settings. */
export function CommandPalette({ opened, ...palette }: PaletteProps & { readonly opened: boolean }) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} onClose={palette.onClose} title={t('palette.title')}>
      <PaletteBody {...palette} />
    </Dialog>
  );
}

function PaletteBody({ entries, cluster, namespaces, onClose }: PaletteProps) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const names = useNames(cluster, query, namespaces);
  const objects = useObjectEntries(cluster, names.answer);
  const found = useMemo(() => [...search(entries, query), ...objects], [entries, query, objects]);
  const current = Math.min(active, found.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const choose = (entry: PaletteEntry | undefined) => {
    if (entry === undefined || entry.disabled !== null) return;
    onClose();
    entry.run();
  };
  return (
    <div className="palette">
      <input
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[current] === undefined ? undefined : `palette-${current}`}
        aria-label={t('palette.title')}
        placeholder={t('palette.placeholder')}
        value={query}
        spellCheck={false}
        maxLength={MAX_NAME_QUERY}
        onChange={event => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={event => {
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (step !== 0) {
            event.preventDefault();
            setActive(Math.max(0, Math.min(found.length - 1, current + step)));
          } else if (event.key === 'Enter') {
            event.preventDefault();
            choose(found[current]);
          }
        }}
      />
      {found.length === 0 && names.answer?.isComplete !== false ? <p className="dim">{t('palette.nothing')}</p> : null}
      <NamesNote {...names} />
      <ul id="palette-list" role="listbox" aria-label={t('palette.title')} ref={list}>
        {found.map((entry, i) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys choose through the field above
          <li
            key={entry.id}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === current}
            aria-disabled={entry.disabled !== null}
            onClick={() => choose(entry)}
            onPointerMove={() => setActive(i)}
          >
            <span>
              {visibleText(entry.title)}
              {entry.disabled === null ? null : <span className="dim"> {entry.disabled}</span>}
            </span>
            <span className="dim">
              {entry.group} {entry.shortcut === null ? null : <kbd>{entry.shortcut}</kbd>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Each object leads to its own page. */
function useObjectEntries(cluster: string, answer: NamesAnswer | null): readonly PaletteEntry[] {
  const navigate = useNavigate();
  const { t } = useTranslation();
  return useMemo(
    () =>
      (answer?.found ?? []).map(({ resource, kind, namespace, name }) => ({
        id: `object:${resource}/${namespace}/${name}`,
        title: namespace === '' ? name : `${name} · ${namespace}`,
        group: findKindViewByName(resource) === undefined ? visibleText(kind) : t(`kind.${resource}`),
        shortcut: null,
        disabled: null,
        run: () =>
          void navigate({
            to: '/c/$cluster/$resource/$namespace/$name',
            params: { cluster, resource, namespace: namespace || '-', name },
          }),
      })),
    [answer, cluster, navigate, t],
  );
}

/** How much of the cluster was looked at, and when: these names are not watched. */
function NamesNote({ answer, problem }: ReturnType<typeof useNames>) {
  const { t, i18n } = useTranslation();
  if (problem !== null) return <p className="dim">{visibleText(problem)}</p>;
  if (answer === null) return null;
  const time = new Date(answer.asOf).toLocaleTimeString(i18n.language);
  const text = !answer.isComplete
    ? t('palette.namesLoading', { count: answer.loaded })
    : t(answer.isCut ? 'palette.namesCut' : 'palette.namesAsOf', { count: answer.loaded, time });
  const { forbidden, missing } = answer;
  const notes = [
    text,
    forbidden === 0 ? '' : t('palette.namesForbidden', { count: forbidden }),
    missing.length === 0 ? '' : t('palette.namesMissing', { kinds: missing.join('; ') }),
  ];
  return (
    <p className="dim palette-note" role="status">
      {visibleText(notes.filter(note => note !== '').join(' '))}
    </p>
  );
}

function search(entries: readonly PaletteEntry[], query: string): readonly PaletteEntry[] {
  if (query.trim() === '') return entries.slice(0, MAX_SHOWN);
  const haystack = entries.map(entry => `${entry.title} ${entry.group}`);
  const indexes = FUZZY.filter(haystack, query);
  if (indexes === null) return [];
  const info = FUZZY.info(indexes, haystack, query);
  return FUZZY.sort(info, haystack, query)
    .flatMap(i => entries[info.idx[i] ?? -1] ?? [])
    .slice(0, MAX_SHOWN);
}

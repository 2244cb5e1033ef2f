import uFuzzy from '@leeoniya/ufuzzy';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/dialog.tsx';
import { visibleText } from '../../ui/text.ts';

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

/** One key to anywhere: kinds, actions, namespaces, clusters, objects on screen, settings. */
export function CommandPalette({
  entries,
  opened,
  onClose,
}: {
  readonly entries: readonly PaletteEntry[];
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('palette.title')}>
      <PaletteBody entries={entries} onClose={onClose} />
    </Dialog>
  );
}

function PaletteBody({
  entries,
  onClose,
}: {
  readonly entries: readonly PaletteEntry[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const found = useMemo(() => search(entries, query), [entries, query]);
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
      {found.length === 0 ? <p className="dim">{t('palette.nothing')}</p> : null}
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

import { useEffect, useMemo, useState } from 'react';
import { MAX_COLUMN_WIDTH, MIN_COLUMN_WIDTH } from '@lanthorn/protocol/constants.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { useClient } from '../../../data/client/client.ts';
import { usePreferences } from '../../../data/client/use-preferences.ts';
import { knownColumns, movedColumn } from '../../../data/lists/list-columns.ts';
import type { ViewState } from '../../../data/lists/view-state.ts';

/** The columns of a list until somebody chooses. */
export function defaultColumns(view: KindView): readonly string[] {
  const own = view.columns.filter(({ isHidden, isCluster }) => isHidden !== true && isCluster !== true);
  return withCluster(
    own.map(({ id }) => id),
    view,
  );
}

/** Of several clusters the row's own stands right behind its name, and is not left out: without it two rows may look alike. */
function withCluster<T extends readonly string[] | null>(ids: T, { columns }: KindView): T | readonly string[] {
  const own = columns.find(({ isCluster }) => isCluster === true)?.id;
  return ids === null || own === undefined || ids.includes(own) ? ids : [...ids.slice(0, 1), own, ...ids.slice(1)];
}

export interface KeptColumns {
  /** Which are shown, in order. */
  readonly ids: readonly string[];
  /** Nobody chose them. */
  readonly isUsual: boolean;
  readonly widths: Readonly<Record<string, number>>;
  readonly choose: (ids: readonly string[]) => void;
  readonly move: (id: string, to: number) => void;
  /** Kept when a hand has let go. */
  readonly resize: (id: string, width: number, isDone: boolean) => void;
  /** As the kind has them. */
  readonly reset: () => void;
}

/** The columns that the address names, else those that the person chose for the kind last, else those of the kind; and how wide they are. */
export function useKeptColumns(view: KindView, { resource, search: { cols }, setSearch }: ViewState): KeptColumns {
  const { preferences } = useClient();
  const kept = usePreferences(({ lists }) => (Object.hasOwn(lists, resource) ? lists[resource] : undefined));
  const [pulled, setPulled] = useState<Readonly<Record<string, number>>>({});
  const all = useMemo(() => view.columns.map(({ id }) => id), [view]);
  const usual = useMemo(() => defaultColumns(view), [view]);
  const chosen = useMemo(() => withCluster(knownColumns(kept?.columns, all), view), [kept, all, view]);
  const ids = useMemo(
    () => withCluster(knownColumns(cols?.split(','), all), view) ?? chosen ?? usual,
    [cols, all, view, chosen, usual],
  );
  const widths = useMemo(() => ({ ...kept?.widths, ...pulled }), [kept, pulled]);
  // Whoever is sent the address sees the same.
  useEffect(() => {
    if (cols === undefined && chosen !== null) setSearch({ cols: chosen.join(',') });
  }, [cols, chosen, setSearch]);
  return useMemo(() => {
    const keep = (columns: readonly string[] | null) => {
      preferences.change({ lists: { [resource]: { columns: columns === null ? null : [...columns] } } });
      setSearch({ cols: columns?.join(',') });
    };
    const choose = (next: readonly string[]) => keep(next.join(',') === usual.join(',') ? null : next);
    return {
      ids,
      isUsual: ids === usual,
      widths,
      choose,
      move: (id, to) => choose(movedColumn(ids, id, to)),
      resize: (id, width, isDone) => {
        const bounded = Math.round(Math.max(MIN_COLUMN_WIDTH, Math.min(MAX_COLUMN_WIDTH, width)));
        setPulled(isDone ? {} : { [id]: bounded });
        if (isDone) preferences.change({ lists: { [resource]: { widths: { [id]: bounded } } } });
      },
      reset: () => {
        preferences.change({ lists: { [resource]: null } });
        setSearch({ cols: undefined });
      },
    };
  }, [ids, widths, usual, preferences, resource, setSearch]);
}

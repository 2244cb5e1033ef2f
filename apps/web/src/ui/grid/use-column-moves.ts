import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VirtualGridProps } from './grid-props.ts';

/** Says where a column went, to who does not see it. */
export function useColumnMoves<R>({ columns, onMove }: Pick<VirtualGridProps<R>, 'columns' | 'onMove'>) {
  const { t } = useTranslation();
  const [said, setSaid] = useState('');
  return {
    said,
    onMove: (id: string, to: number) => {
      const column = columns.find(each => each.id === id)?.title;
      setSaid(t('grid.moved', { column, place: to + 1, count: columns.length }));
      onMove(id, to);
    },
  };
}

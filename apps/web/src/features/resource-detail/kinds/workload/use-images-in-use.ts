import { useMemo } from 'react';
import { useWholeList } from '../../../../data/lists/use-whole-list.ts';
import type { DetailSubject } from '../../subject/detail-subject.ts';

/** Workloads whose images are offered: of a namespace with more, those of some are enough to begin with. */
const MAX_READ = 200;

/** Images that objects of this kind use in this namespace, each once. */
export function useImagesInUse({ cluster, view, namespace }: DetailSubject): readonly string[] {
  const { resource, columns } = view;
  const { rows } = useWholeList(
    useMemo(() => ({ cluster, resource }), [cluster, resource]),
    useMemo(() => ({ namespaces: namespace === '' ? [] : [namespace], filter: '', sort: [] }), [namespace]),
    MAX_READ,
  );
  const at = columns.findIndex(({ id }) => id === 'images');
  return useMemo(() => {
    const cells = [...rows.values()].map(row => row.cells[at]).filter(cell => typeof cell === 'string');
    const names = cells.flatMap(cell => cell.split(', ')).filter(image => image !== '');
    return [...new Set(names)].toSorted();
  }, [rows, at]);
}

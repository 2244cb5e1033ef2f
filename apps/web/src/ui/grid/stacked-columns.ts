import type { GridColumn } from './grid-props.ts';

/** A second line has room for so many facts beside the time. */
const MAX_DETAILS = 2;

/**
 * What a row of two lines shows where columns have no room: its title (the first column without a place) and its state, then two facts and a time. The others are read on
 * the object's page.
 */
export function stackColumns<R>(columns: readonly GridColumn<R>[]): readonly GridColumn<R>[] {
  const title = columns.find(({ place }) => place === undefined) ?? columns[0];
  if (title === undefined) return columns;
  const at = (place: GridColumn<R>['place']) => columns.filter(column => column !== title && column.place === place);
  const details = at('detail').toSorted((a, b) => Number(b.isChosen === true) - Number(a.isChosen === true));
  return [title, ...at('state').slice(0, 1), ...details.slice(0, MAX_DETAILS), ...at('when').slice(0, 1)];
}

import type { ComponentProps, ReactNode } from 'react';
import styles from './table.module.css';

export interface TableColumn {
  readonly title: ReactNode;
  /** Numbers stand at the right. */
  readonly align?: 'right' | undefined;
  /** Left out where there is little room. */
  readonly isWide?: boolean;
}

/**
 * A short table, read whole; what may be long is a grid (`ui/grid`). Cells of numbers take `data-align="right"`, secondary ones `data-dim`,
 * those that are left out where there is little room `data-wide`. Rows whose cells say their place become two lines there: `data-place` is
 * `title` and `state` of the first, `detail` and `when` of the second; a detail is told with its `data-title`, on a line of its own
 * where it is `data-whole`, and not at all where it is `data-empty`.
 */
export function Table({
  columns,
  children,
  ...rest
}: Omit<ComponentProps<'table'>, 'className'> & {
  /** None where each row begins with its own title. */
  readonly columns?: readonly TableColumn[];
  /** Rows: `tr`. */
  readonly children: ReactNode;
}) {
  return (
    <div className={styles['room']}>
      <table {...rest} className={styles['table']}>
        {columns === undefined ? null : (
          <thead>
            <tr>
              {columns.map(({ title, align, isWide = false }, column) => (
                // oxlint-disable-next-line react/no-array-index-key -- columns do not move
                <th key={column} scope="col" data-align={align} data-wide={isWide || undefined}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

import type { ReactNode, TableHTMLAttributes } from 'react';
import { classes } from '../styles/classes.ts';
import styles from './table.module.css';

export interface TableColumn {
  readonly title: ReactNode;
  /** Numbers stand at the right. */
  readonly align?: 'right';
}

/** A short table, read whole; what may be long is a grid (`ui/grid`). `td` of numbers take `data-align="right"`, secondary ones `data-dim`. */
export function Table({
  columns,
  children,
  ...rest
}: Omit<TableHTMLAttributes<HTMLTableElement>, 'className'> & {
  /** None where each row begins with its own title. */
  readonly columns?: readonly TableColumn[];
  /** Rows: `tr`. */
  readonly children: ReactNode;
}) {
  return (
    <table {...rest} className={classes(styles['table'])}>
      {columns === undefined ? null : (
        <thead>
          <tr>
            {columns.map(({ title, align }, column) => (
              // oxlint-disable-next-line react/no-array-index-key -- columns do not move
              <th key={column} scope="col" data-align={align}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>{children}</tbody>
    </table>
  );
}

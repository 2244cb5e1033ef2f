import { useTranslation } from 'react-i18next';
import { asNumber, asString } from '@lanthorn/base/json.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { Cell } from '@lanthorn/views/cells/cell.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { CellView } from '../../../../parts/cell-view.tsx';
import { useViewState } from '../../../../data/lists/view-state.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { Table } from '../../../../ui/data/table.tsx';
import { ROVING, useRovingTab } from '../../../../ui/grid/use-roving-tab.ts';
import { Running } from '../../../../ui/time/time.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { JobPods, LastPodFailure } from '../job/job-pods.tsx';
import type { DetailSubject } from '../../subject/detail-subject.ts';
import styles from './run-table.module.css';

/** Failed runs that say why by their pods; each asks the server for two more things. */
const EXPLAINED = 3;
const ALIGNED_RIGHT: ReadonlySet<string> = new Set(['completions', 'attempts', 'duration', 'started']);
/** Where there is little room; the others are details. */
const PLACES: ReadonlyMap<string, 'state' | 'when'> = new Map([
  ['status', 'state'],
  ['started', 'when'],
]);
/** What a run with one completion has: its status says as much. */
const ONE_COMPLETION = /^[01]\/1$/;

/** The runs that are there, the newest first: how each went and why, and on a press its pods. */
export function RunTable({
  subject,
  rows,
  openJob,
  onOpen,
}: {
  readonly subject: DetailSubject;
  readonly rows: readonly WireRow[];
  /** uid of the run whose pods are shown. */
  readonly openJob: string | null;
  readonly onOpen: (uid: string | null) => void;
}) {
  const { t } = useTranslation();
  const roving = useRovingTab<HTMLTableElement>();
  const explained = new Set(rows.filter(isFailed).slice(0, EXPLAINED));
  const hasCompletions = rows.some(row => !ONE_COMPLETION.test(asString(cellOf(row, 'completions'))));
  // Of runs that need many pods the number says nothing.
  const hasAttempts = !hasCompletions && rows.some(row => (asNumber(cellOf(row, 'attempts')) ?? 0) > 1);
  // Where all went well nothing has to be explained.
  const hasWhy = rows.some(row => isFailed(row) || asString(cellOf(row, 'why')) !== '');
  const columns = [
    'status',
    ...(hasWhy ? ['why'] : []),
    ...(hasCompletions ? ['completions'] : []),
    ...(hasAttempts ? ['attempts'] : []),
    ...['duration', 'started'],
  ];
  return (
    <Table
      role="grid"
      aria-label={t('runs.title')}
      data-testid="runs"
      columns={[
        { title: t('kind.job') },
        ...columns.map(id => ({
          title: t(`column.${id}`),
          align: ALIGNED_RIGHT.has(id) ? ('right' as const) : undefined,
        })),
        { title: <span className="visually-hidden">{t('tab.logs')}</span> },
      ]}
      {...roving}
    >
      {rows.map(row => (
        <RunRow
          key={row.key}
          subject={subject}
          row={row}
          columns={columns}
          isExplained={explained.has(row)}
          isOpen={openJob === row.uid}
          onToggle={() => onOpen(openJob === row.uid ? null : row.uid)}
        />
      ))}
    </Table>
  );
}

function cellOf(row: WireRow, id: string): Cell {
  return (row.cells[columnIndex(JOB_VIEW, id)] ?? null) as Cell;
}

function isFailed(row: WireRow): boolean {
  return (cellOf(row, 'status') as { readonly tone?: string } | null)?.tone === 'bad';
}

function RunRow({
  subject,
  row,
  columns,
  isExplained,
  isOpen,
  onToggle,
}: {
  readonly subject: DetailSubject;
  readonly row: WireRow;
  readonly columns: readonly string[];
  readonly isExplained: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}) {
  const { t } = useTranslation();
  const { setSearch } = useViewState();
  return (
    <>
      <tr data-job={row.name} data-top>
        <td data-place="title">
          <Button variant="link" aria-expanded={isOpen} onClick={onToggle} {...ROVING}>
            {visibleText(row.name)}
          </Button>
        </td>
        {columns.map(id => (
          <td
            key={id}
            className={styles[id]}
            data-column={id}
            data-place={PLACES.get(id) ?? 'detail'}
            data-whole={id === 'why' || undefined}
            data-title={id === 'attempts' ? t('column.attempts') : undefined}
            data-align={ALIGNED_RIGHT.has(id) ? 'right' : undefined}
          >
            {id === 'why' ? (
              <Why subject={subject} row={row} isExplained={isExplained && !isOpen} />
            ) : (
              <RunFact row={row} id={id} />
            )}
          </td>
        ))}
        <td data-place="when" className={styles['logs']}>
          <Button
            variant="link"
            aria-label={t('runs.logsOf', { name: row.name })}
            onClick={() => setSearch({ tab: `logs:${row.name}` }, 'push')}
            {...ROVING}
          >
            {t('tab.logs')}
          </Button>
        </td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={columns.length + 2}>
            <JobPods subject={subject} job={row} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function RunFact({ row, id }: { readonly row: WireRow; readonly id: string }) {
  const column = JOB_VIEW.columns[columnIndex(JOB_VIEW, id)];
  const started = cellOf(row, 'started');
  const status = cellOf(row, 'status') as { readonly status?: string } | null;
  const isRunning = id === 'duration' && cellOf(row, id) === null && status?.status === 'Running';
  if (isRunning && typeof started === 'number') return <Running since={started} />;
  return column === undefined ? null : <CellView cell={cellOf(row, id)} column={column} />;
}

/** What the controller says of a run that failed and, of the newest ones, what its pod says. */
function Why({
  subject,
  row,
  isExplained,
}: {
  readonly subject: DetailSubject;
  readonly row: WireRow;
  readonly isExplained: boolean;
}) {
  if (!isFailed(row)) return null;
  return (
    <>
      <span>{visibleText(asString(cellOf(row, 'why')))}</span>
      {isExplained ? <LastPodFailure subject={subject} jobUid={row.uid} /> : null}
    </>
  );
}

import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operation, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import { useClient } from '../../data/client/client.ts';
import { ClusterTime } from '../../parts/cluster-time.tsx';
import { isRollingOut, isRunning } from '@lanthorn/protocol/operation-state.ts';
import { canUndo, mayLackOlder } from '../../data/operations/operation-store.ts';
import { operationTitle } from '../../data/operations/operation-title.ts';
import { noteText } from '../../parts/outcome/operation-note.ts';
import { refusalText } from '../../parts/refusal-text.ts';
import { UndoButton } from '../../parts/undo-button.tsx';
import { Table } from '../../ui/data/table.tsx';
import { Button } from '../../ui/button/button.tsx';
import { useFocusReturn } from '../../ui/focus/focus-return.ts';
import { useShownRows } from '../../ui/form/use-shown-rows.tsx';
import { isOver, PHASE_TONES, targetTone } from '../../data/operations/phase-tones.ts';
import { Status } from '../../ui/status/status.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { Age } from '../../ui/time/time.tsx';

const PHASES = Object.keys(PHASE_TONES) as OperationTarget['phase'][];
/** Rows of one operation at first: with more of them nobody finds the one that failed. */
const MAX_ROWS = 20;
const COLUMNS = 7;

/** What was done and how far it is; success is said only when the watch has shown it. */
export function OperationsTable({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation();
  const operations = useClient().operations(state => state.operations);
  return (
    <>
      <Table>
        {operations.map(operation => (
          <OperationRows key={operation.id} operation={operation} cluster={cluster} />
        ))}
      </Table>
      {mayLackOlder(operations) ? <p className="dim">{t('operations.older')}</p> : null}
    </>
  );
}

interface RowProps {
  readonly operation: Operation;
  /** Those that are to be named: of one that is alone, and on the screen, everybody knows it. */
  readonly clusters: readonly string[];
}

/** Each target on a row of its own, or, where they are many, how far they are and those that need somebody. */
const OperationRows = memo(({ operation, cluster }: { readonly operation: Operation; readonly cluster: string }) => {
  const { targets } = operation;
  const isMany = targets.length > MAX_ROWS;
  const entries = targets
    .map((entry, position) => ({ entry, position }))
    .filter(({ entry }) => !isMany || needsSomebody(entry));
  const { shown, more } = useShownRows(entries.length, MAX_ROWS);
  const all = [...new Set(targets.map(({ target }) => target.cluster))];
  const clusters = all.length > 1 ? all : all.filter(name => name !== cluster);
  return (
    <>
      {isMany ? (
        <ClusterTime cluster={targets[0]?.target.cluster ?? cluster}>
          <SummaryRow operation={operation} clusters={clusters} />
        </ClusterTime>
      ) : null}
      {entries.slice(0, shown).map(({ entry, position }) => (
        <ClusterTime key={position} cluster={entry.target.cluster}>
          <TargetRow
            operation={operation}
            entry={entry}
            clusters={clusters.filter(name => name === entry.target.cluster)}
            hasButtons={!isMany && position === targets.length - 1}
          />
        </ClusterTime>
      ))}
      {more === null ? null : (
        <tr>
          <td colSpan={COLUMNS}>{more}</td>
        </tr>
      )}
    </>
  );
});
OperationRows.displayName = 'OperationRows';

function needsSomebody(target: OperationTarget): boolean {
  return target.phase === 'failed' || (target.message !== '' && !isRollingOut(target));
}

/** How many are how far, those that look alike together. */
function countsOf(targets: readonly OperationTarget[]) {
  return PHASES.flatMap(phase => {
    const tones = targets.filter(target => target.phase === phase).map(targetTone);
    return [...new Set(tones)].map(tone => ({ phase, tone, count: tones.filter(each => each === tone).length }));
  });
}

function SummaryRow({ operation, clusters }: RowProps) {
  const { t, i18n } = useTranslation();
  const { targets, kind } = operation;
  const counts = countsOf(targets);
  const phase = isRunning(operation)
    ? 'sent'
    : targets.some(target => targetTone(target) === 'bad')
      ? 'failed'
      : targets.every(isOver)
        ? 'seen'
        : 'accepted';
  return (
    <tr data-operation={kind} data-phase={phase}>
      <td>
        <OperationTitle operation={operation} clusters={clusters} />
      </td>
      <td colSpan={2}>{t('operations.objects', { count: targets.length })}</td>
      <td colSpan={2}>
        {counts.map(({ phase: of, tone, count }) => (
          <span key={`${of} ${tone}`} className="operation-count">
            <Status tone={tone} text={`${count.toLocaleString(i18n.language)} ${t(`phase.${of}`)}`} />
          </span>
        ))}
        {targets.some(({ isUndone }) => isUndone) ? <span className="dim">{t('undo.undone')}</span> : null}
      </td>
      <td className="dim">
        <Age at={operation.startedAt} />
      </td>
      <td>
        <OperationButtons operation={operation} />
      </td>
    </tr>
  );
}

/** What was done; in which cluster, and as whom, where that is to be said. */
function OperationTitle({ operation, clusters }: RowProps) {
  const { t } = useTranslation();
  return (
    <>
      {operationTitle(operation, t)}
      {clusters.map(name => (
        <span key={name} className="dim" title={visibleText(operation.user)}>
          {` · ${visibleText(name)}`}
        </span>
      ))}
    </>
  );
}

function TargetRow({
  operation,
  clusters,
  entry,
  hasButtons,
}: RowProps & {
  readonly entry: OperationTarget;
  readonly hasButtons: boolean;
}) {
  const { t } = useTranslation();
  const { target, phase, created, message, status, isUndone } = entry;
  const note = status === null ? noteText(message, t) : refusalText(status);
  const text = isUndone ? t('undo.undone') : note;
  return (
    <tr data-operation={operation.kind} data-phase={phase}>
      <td>
        <OperationTitle operation={operation} clusters={clusters} />
      </td>
      <td>{visibleText(target.namespace === '' ? target.name : `${target.namespace}/${target.name}`)}</td>
      <td>{created === null ? '' : visibleText(created.name)}</td>
      <td>
        <Status tone={targetTone(entry)} text={t(`phase.${phase}`)} />
      </td>
      <td>{text}</td>
      <td className="dim">
        <Age at={operation.startedAt} />
      </td>
      <td>{hasButtons ? <OperationButtons operation={operation} /> : null}</td>
    </tr>
  );
}

function OperationButtons({ operation }: { readonly operation: Operation }) {
  return (
    <>
      {canUndo(operation) ? <UndoButton operation={operation} /> : null}
      {operation.targets.some(({ phase }) => phase === 'sent') ? <StopButton id={operation.id} /> : null}
    </>
  );
}

function StopButton({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // It goes away with what it has stopped.
  useFocusReturn();
  const stop = () => {
    setBusy(true);
    setProblem(null);
    api
      .stop(id)
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <Button variant="link" isBusy={isBusy} onClick={stop}>
        {t('operations.stop')}
      </Button>
      {problem === null ? null : (
        <span role="alert" className="tone-bad">
          {visibleText(problem)}
        </span>
      )}
    </>
  );
}

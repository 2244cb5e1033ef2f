import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operation, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import { useClient } from '../../data/client.ts';
import { isRunning } from '../../data/operation-store.ts';
import { UndoButton } from '../../data/undo-button.tsx';
import { Status, type StatusTone } from '../../ui/status.tsx';
import { visibleText } from '../../ui/text.ts';
import { Age } from '../../ui/time.tsx';

const TONES: Readonly<Record<OperationTarget['phase'], StatusTone>> = {
  sent: 'active',
  accepted: 'active',
  seen: 'ok',
  settled: 'ok',
  failed: 'bad',
};

/** What was done and how far it is; success is said only when the watch has shown it. */
export function OperationsDock() {
  const { t } = useTranslation();
  const { operations: store } = useClient();
  const { operations, isOpen } = store();
  if (operations.length === 0) return null;
  const running = operations.filter(isRunning).length;
  return (
    <section className="dock" aria-label={t('operations.title')}>
      <button
        type="button"
        className="dock-head"
        aria-expanded={isOpen}
        onClick={() => store.setState({ isOpen: !isOpen })}
      >
        <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
        {t('operations.count', { count: operations.length })}
        <span className="dim" aria-live="polite">
          {running === 0 ? summary(operations[0], t) : t('operations.running', { count: running })}
        </span>
      </button>
      {isOpen ? (
        <div className="dock-body">
          <table className="plain-table">
            <tbody>
              {operations
                .flatMap(operation =>
                  operation.targets.map((entry, position) => ({ id: `${operation.id}#${position}`, operation, entry })),
                )
                .map(({ id, operation, entry }) => (
                  <TargetRow key={id} operation={operation} entry={entry} />
                ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}

function summary(operation: Operation | undefined, t: TFunction): string {
  if (operation === undefined) return '';
  const failed = operation.targets.filter(target => target.phase === 'failed').length;
  const action = t(`action.${operation.kind}`);
  return failed > 0 ? t('operations.someFailed', { action, count: failed }) : t('operations.done', { action });
}

/** Messages that are sentences of the catalogue; any other is the server's own. */
const PLAIN = new Set(['confirm.timeout', 'operation.interrupted', 'operation.jobGone', 'operation.stopped']);

function TargetRow({ operation, entry }: { readonly operation: Operation; readonly entry: OperationTarget }) {
  const { t } = useTranslation();
  const { target, phase, created, message } = entry;
  const text = PLAIN.has(message) ? t(`note.${message}`) : visibleText(message);
  const isLast = operation.targets.at(-1) === entry;
  const canUndo = isLast && !isRunning(operation) && operation.targets.some(other => other.canUndo);
  return (
    <tr data-operation={operation.kind} data-phase={phase}>
      <td>
        {operation.undoOf === null
          ? t(`action.${operation.kind}`)
          : t('action.undo', { action: t(`action.${operation.kind}`) })}
      </td>
      <td>{target.namespace === '' ? target.name : `${target.namespace}/${target.name}`}</td>
      <td>{created === null ? '' : created.name}</td>
      <td>
        <Status tone={TONES[phase]} text={t(`phase.${phase}`)} />
      </td>
      <td>{text}</td>
      <td className="dim">
        <Age at={operation.startedAt} />
      </td>
      <td>
        {canUndo ? <UndoButton operation={operation} /> : null}
        {isLast && operation.targets.some(other => other.phase === 'sent') ? <StopButton id={operation.id} /> : null}
      </td>
    </tr>
  );
}

function StopButton({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [problem, setProblem] = useState('');
  const stop = () =>
    api.stop(id).then(
      () => setProblem(''),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  return (
    <button type="button" className="link-button" title={problem} onClick={() => void stop()}>
      {t('operations.stop')}
    </button>
  );
}

import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogEntry } from '@lanthorn/protocol/http/history-messages.ts';
import { isToBeTakenBack } from '@lanthorn/protocol/operation-state.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { OPERATION_LOG } from '@lanthorn/views/facts/operation-log.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { operationTitle } from '../../data/operations/operation-title.ts';
import { ChangeList } from '../../parts/change-list.tsx';
import { ClusterTime } from '../../parts/cluster-time.tsx';
import { FilterField } from '../../parts/filter/filter-field.tsx';
import { noteText } from '../../parts/outcome/operation-note.ts';
import { refusalText } from '../../parts/refusal-text.ts';
import { UndoButton } from '../../parts/undo-button.tsx';
import { Button } from '../../ui/button/button.tsx';
import { Table } from '../../ui/data/table.tsx';
import { FocusReturn } from '../../ui/focus/focus-return.ts';
import { CopyLine } from '../../ui/form/copy-line.tsx';
import { ScreenTitle } from '../../ui/screen/screen-title.tsx';
import { EmptyState } from '../../ui/status/empty-state.tsx';
import { Notice } from '../../ui/status/notice.tsx';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { PHASE_TONES, targetTone } from '../../data/operations/phase-tones.ts';
import { Status } from '../../ui/status/status.tsx';
import { Age } from '../../ui/time/time.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { ExportRunbook } from './export-runbook.tsx';
import { type ShownLog, useOperationLog } from './use-operation-log.ts';

const RESULTS = [...Object.keys(PHASE_TONES), 'undone'].map(value => ({ value, count: 0 }));
const ABOUT = { view: OPERATION_LOG, facets: { result: { values: RESULTS, distinct: RESULTS.length } } };
const COLUMNS = ['age', 'user', 'action', 'object', 'reason', 'result'] as const;

/** What was done in this cluster through Lanthorn: who, when, what, why, to which object, with which result. Filtered as lists are. */
export function OperationLogPage() {
  const { t } = useTranslation();
  const { cluster, search, setSearch } = useViewState();
  const filter = search.q ?? '';
  const log = useOperationLog(cluster, filter);
  const { entries, last, problem, isAsking } = log;
  const focusFirst = () => document.querySelector<HTMLElement>('[data-log] button')?.focus();
  return (
    <ClusterTime cluster={cluster}>
      <section className="list-page" aria-label={t('log.title')} data-testid="operation-log">
        <div className="toolbar">
          <ScreenTitle>{t('log.title')}</ScreenTitle>
          <FilterField
            value={filter}
            error={last?.filterError ?? null}
            about={ABOUT}
            onChange={q => setSearch({ q: q === '' ? undefined : q })}
            onLeave={focusFirst}
          />
          <ExportRunbook cluster={cluster} filter={filter} />
        </div>
        <div className="tab-body" tabIndex={0} role="group" aria-label={t('log.title')}>
          {problem === null ? null : (
            <Notice tone="bad" role="alert">
              <FocusReturn />
              {visibleText(problem)} <Button onClick={log.askAgain}>{t('freshness.retry')}</Button>
            </Notice>
          )}
          {last?.state.isLasting === false ? <p className="dim">{t('history.notLasting')}</p> : null}
          {last !== null && last.state.unreadable > 0 ? (
            <p className="tone-warning">{t('history.unreadable', { count: last.state.unreadable })}</p>
          ) : null}
          {entries.length > 0 ? <Entries entries={entries} /> : null}
          {isAsking && entries.length === 0 ? <Skeleton lines={10} label={t('detail.loading')} /> : null}
          {!isAsking && entries.length === 0 && problem === null ? (
            <EmptyState title={t(filter === '' ? 'log.none' : 'log.noneMatches')} />
          ) : null}
          <p className="dim" role="status">
            <Searched count={log.searched} /> <Older log={log} />
          </p>
        </div>
      </section>
    </ClusterTime>
  );
}

/** It stays while they are on their way: who pressed it has the focus in it. */
function Older({ log: { last, problem, isAsking, entries, showOlder } }: { readonly log: ShownLog }) {
  const { t } = useTranslation();
  const isFirst = isAsking && entries.length === 0;
  if (last === null || last.next === null || problem !== null || isFirst) return null;
  return (
    <>
      <FocusReturn />
      <Button variant="link" isBusy={isAsking} onClick={showOlder}>
        {t('history.older')}
      </Button>
    </>
  );
}

/** How much was looked through; of nothing at all nothing is to be said. */
function Searched({ count }: { readonly count: number }) {
  const { t } = useTranslation();
  return count === 0 ? null : t('log.searched', { count });
}

function Entries({ entries }: { readonly entries: readonly LogEntry[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <Table columns={COLUMNS.map(id => ({ title: t(`log.${id}`) }))}>
      {entries.map(each => {
        const key = `${each.operation.id}/${each.index}`;
        return (
          <Fragment key={key}>
            <EntryRow entry={each} isOpen={open === key} onOpen={() => setOpen(open === key ? null : key)} />
            {open === key ? (
              <tr data-top>
                <td colSpan={COLUMNS.length} data-place="detail" data-whole>
                  <Whole entry={each} />
                </td>
              </tr>
            ) : null}
          </Fragment>
        );
      })}
    </Table>
  );
}

function EntryRow({
  entry: { operation, entry },
  isOpen,
  onOpen,
}: {
  readonly entry: LogEntry;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}) {
  const { t } = useTranslation();
  const { target, phase, created, isUndone } = entry;
  const object = `${target.namespace === '' ? '' : `${target.namespace}/`}${target.name}`;
  return (
    <tr data-log={operation.kind} data-phase={phase}>
      <td data-place="when" className="dim">
        <Age at={operation.startedAt} />
      </td>
      <td data-place="detail" data-title={t('log.user')}>
        {visibleText(operation.user)}
      </td>
      <td data-place="title">
        <Button variant="link" aria-expanded={isOpen} onClick={onOpen}>
          {operationTitle(operation, t)}
        </Button>
      </td>
      <td data-place="detail" data-whole data-title={t('log.object')}>
        <span className="dim">{visibleText(groupResource(target.resource))} </span>
        <Link
          to="/c/$cluster/$resource/$namespace/$name"
          params={{
            ...{ cluster: target.cluster, resource: kindAddress(target.resource), name: target.name },
            namespace: target.namespace === '' ? '-' : target.namespace,
          }}
        >
          {visibleText(object)}
        </Link>
        {created === null || created.name === target.name ? null : ` → ${visibleText(created.name)}`}
      </td>
      <td
        data-place="detail"
        data-whole
        data-title={t('log.reason')}
        data-empty={operation.reason === undefined || undefined}
      >
        {visibleText(operation.reason ?? '')}
      </td>
      <td data-place="state">
        <Status
          tone={isUndone ? 'muted' : targetTone(entry)}
          text={isUndone ? t('undo.undone') : t(`phase.${phase}`)}
        />
      </td>
    </tr>
  );
}

/** The request and its answer, what it changed, the same by hand, and the way back. */
function Whole({ entry: { operation, entry, request, changes } }: { readonly entry: LogEntry }) {
  const { t } = useTranslation();
  const { status, message, kubectl } = entry;
  const note = status === null ? noteText(message, t) : refusalText(status);
  return (
    <>
      {note === '' ? null : <p>{note}</p>}
      <ChangeList changes={changes} />
      {request === null ? null : (
        <CopyLine label={t('log.request')} text={`${request.method} ${request.path}\n${request.body}`.trimEnd()} />
      )}
      {kubectl === '' ? null : <CopyLine text={kubectl} />}
      {isToBeTakenBack(entry) ? <UndoButton operation={operation} /> : null}
    </>
  );
}

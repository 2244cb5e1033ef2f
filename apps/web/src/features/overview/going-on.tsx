import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { asString } from '@lanthorn/base/json.ts';
import type { Operation, OperationTarget, WireRow } from '@lanthorn/protocol/down-messages.ts';
import { isRunning } from '@lanthorn/protocol/operation-state.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex, kindAddress } from '@lanthorn/views/kind-index.ts';
import { DAEMON_SET_VIEW } from '@lanthorn/views/kinds/apps/daemonsets.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { STATEFUL_SET_VIEW } from '@lanthorn/views/kinds/apps/statefulsets.ts';
import { useClient } from '../../data/client/client.ts';
import { type HeadQuery, useLiveLists } from '../../data/lists/use-live-lists.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { operationTitle } from '../../data/operations/operation-title.ts';
import { Table } from '../../ui/data/table.tsx';
import { Section } from '../../ui/screen/section.tsx';
import { Status } from '../../ui/status/status.tsx';
import { Age } from '../../ui/time/time.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { ListLink } from './list-link.tsx';

/** What is rolled out, and as these say themselves that it is on its way. */
const ROLLED_OUT: readonly KindView[] = [DEPLOYMENT_VIEW, STATEFUL_SET_VIEW, DAEMON_SET_VIEW];
const FILTER = 'status=Progressing';
/** Of each list; the list itself has the others. */
const SHOWN = 5;
/** Seen by the watch, or over. */
const OVER: ReadonlySet<OperationTarget['phase']> = new Set(['seen', 'settled', 'failed']);

/** What goes on now: rollouts, and what was done through Lanthorn and is not over. Nothing where nothing does. */
export function GoingOn() {
  const { t } = useTranslation();
  const { cluster, namespaces } = useViewState();
  const operations = useClient()
    .operations(state => state.operations)
    .filter(operation => isRunning(operation) && operation.targets.some(({ target }) => target.cluster === cluster));
  const { lists } = useLiveLists(
    ROLLED_OUT.map(
      (view): HeadQuery => ({
        cluster,
        resource: view.resource,
        namespaces: [...namespaces],
        filter: FILTER,
        sort: [],
        limit: SHOWN,
      }),
    ),
  );
  const moving = ROLLED_OUT.flatMap((view, i) => {
    const list = lists[i];
    const rows = (list?.keys ?? []).flatMap(key => list?.rows.get(key) ?? []);
    return rows.length === 0 ? [] : [{ view, rows, matched: list?.matched ?? rows.length }];
  });
  const count = operations.length + moving.reduce((sum, { matched }) => sum + matched, 0);
  if (count === 0) return null;
  return (
    <Section title={t('overview.goingOn')} note={String(count)} testId="going-on">
      <Table>
        {operations.map(operation => (
          <OperationRow key={operation.id} operation={operation} />
        ))}
        {moving.flatMap(({ view, rows }) => rows.map(row => <RolloutRow key={row.uid} view={view} row={row} />))}
      </Table>
      {moving
        .filter(({ rows, matched }) => matched > rows.length)
        .map(({ view, matched }) => (
          <ListLink key={view.kind} view={view} filter={FILTER}>
            {t('overview.goingOnMore', { kind: t(`kind.${view.resource.resource}`), count: matched })}
          </ListLink>
        ))}
    </Section>
  );
}

function RolloutRow({ view, row }: { readonly view: KindView; readonly row: WireRow }) {
  const { t } = useTranslation();
  const { cluster } = useViewState();
  const ready = asString(row.cells[columnIndex(view, 'ready')]);
  return (
    <tr data-going-on={`${view.kind}/${row.name}`}>
      <td data-place="title">
        <Link
          to="/c/$cluster/$resource/$namespace/$name"
          params={{
            cluster,
            resource: kindAddress(view.resource),
            namespace: row.namespace || '-',
            name: row.name,
          }}
        >
          {visibleText(row.name)}
        </Link>{' '}
        <span className="dim">{view.kind}</span>
      </td>
      <td data-place="state">
        <Status tone="active" text={t('overview.rollout')} />
      </td>
      <td data-place="detail">{ready === '' ? '' : t('overview.ready', { ready })}</td>
      <td data-place="detail" data-dim>
        {visibleText(row.namespace)}
      </td>
    </tr>
  );
}

function OperationRow({ operation }: { readonly operation: Operation }) {
  const { t, i18n } = useTranslation();
  const { targets, startedAt } = operation;
  const [first] = targets;
  const done = targets.filter(({ phase }) => OVER.has(phase)).length;
  const number = (value: number) => value.toLocaleString(i18n.language);
  return (
    <tr data-going-on={operation.kind}>
      <td data-place="title">
        {operationTitle(operation, t)} {first === undefined ? '' : visibleText(first.target.name)}
        {targets.length > 1 ? ` +${number(targets.length - 1)}` : ''}
      </td>
      <td data-place="state">
        <Status tone="active" text={t('overview.underWay')} />
      </td>
      <td data-place="detail">{targets.length > 1 ? t('overview.doneOf', { done, count: targets.length }) : ''}</td>
      <td data-place="detail" data-dim>
        {visibleText(operation.user)}
      </td>
      <td data-place="when" data-align="right" data-dim>
        <Age at={startedAt} />
      </td>
    </tr>
  );
}

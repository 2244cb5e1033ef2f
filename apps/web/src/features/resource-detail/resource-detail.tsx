import { type ReactNode, Suspense, useMemo } from 'react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { dockLogs } from '../../data/dock/dock-store.ts';
import { type LiveObject, useLiveObject } from '../../data/objects/use-live-object.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { kindTitle } from '../../parts/kind-title.ts';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { EmptyState } from '../../ui/status/empty-state.tsx';
import { Notice } from '../../ui/status/notice.tsx';
import { IconButton } from '../../ui/button/icon-button.tsx';
import { useCarriedFocus } from '../../ui/focus/carried-focus.ts';
import { ErrorBoundary } from '../../ui/screen/error-boundary.tsx';
import { forbiddenText, reasonText } from '../../ui/status/freshness.tsx';
import { SegmentedControl } from '../../ui/tabs/segmented-control.tsx';
import { Tabs as TabBar, tabId } from '../../ui/tabs/tabs.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { COMPARED } from '../../data/objects/compared-tab.ts';
import { type DetailSubject, kindOf } from './subject/detail-subject.ts';
import { FinalizerServers } from './subject/finalizer-servers.tsx';
import { type SeenWrites, useSeenWrites } from './subject/use-seen-writes.ts';
import { DetailHeader } from './detail-header.tsx';
import { ObjectEvents } from './object-events.tsx';
import { ObjectOverview } from './object-overview.tsx';
import { later, laterPage } from '../../ui/words/later.ts';
import { useTabCounts } from './tabs/use-tab-counts.ts';
import styles from './resource-detail.module.css';

/** As the address says that an object is read in another version of its API: `yaml:as:v1beta1`. */
const READ_AS = 'as';

/** Tabs that few visits open; the YAML library is the largest part of the page. */
const ObjectHistory = laterPage(async () => (await import('./object-history.tsx')).ObjectHistory);
const AddressedLogs = laterPage(async () => (await import('./logs/whose/addressed-logs.tsx')).AddressedLogs);
const ObjectFiles = laterPage(async () => (await import('./files/object-files.tsx')).ObjectFiles);
const TabCounters = later(async () => (await import('./tabs/tab-counters.tsx')).TabCounters);
const ObjectRelated = laterPage(async () => (await import('./object-related.tsx')).ObjectRelated);
const ObjectMap = laterPage(async () => (await import('../../parts/map/object-map.tsx')).ObjectMap);
const NamespaceMap = laterPage(async () => (await import('../../parts/map/namespace-map.tsx')).NamespaceMap);
const CompareObject = laterPage(async () => (await import('./compare/compare-object.tsx')).CompareObject);
const ObjectYaml = laterPage(async () => (await import('./object-yaml.tsx')).ObjectYaml);

/** One object: header, actions and tabs; the same in the panel and on its own page. */
export function ResourceDetail({
  subject,
  onClose,
}: {
  readonly subject: DetailSubject;
  readonly onClose: (() => void) | null;
}) {
  const { cluster, view, namespace, name } = subject;
  const { t } = useTranslation();
  const { resource } = view;
  const live = useLiveObject(
    useMemo(() => ({ cluster, resource, namespace, name }), [cluster, resource, namespace, name]),
  );
  const shown = live.object ?? live.last;
  const isGone = live.object === null;
  const kind = kindOf(subject, shown);
  return (
    <article className="detail" aria-label={`${kind} ${name}`} data-testid="detail">
      <DetailHeader subject={subject} live={live} onClose={onClose} />
      {isGone && shown !== null && shown !== undefined ? (
        <div className={styles['above']}>
          <Notice tone="bad" role="status">
            {t('detail.deleted', { name })} <ListOfKind subject={subject} />
          </Notice>
        </div>
      ) : null}
      {shown === undefined || shown === null ? (
        <NothingYet subject={subject} live={live} />
      ) : (
        <>
          {isGone ? null : <Deletion subject={subject} object={shown} />}
          <Tabs subject={subject} object={shown} live={live} />
        </>
      )}
    </article>
  );
}

/** The room of what is on its way. */
function Awaited() {
  const { t } = useTranslation();
  return (
    <div className={styles['awaited']}>
      <Skeleton lines={12} label={t('detail.loading')} />
    </div>
  );
}

/** Why there is nothing to show: it may not be read, cannot be, or is still on its way. */
function NothingYet({
  subject,
  live: { object, state },
}: {
  readonly subject: DetailSubject;
  readonly live: LiveObject;
}) {
  const { t } = useTranslation();
  const list = <ListOfKind subject={subject} />;
  const name = visibleText(subject.name);
  if (object === null)
    return (
      <div className={styles['nothing']} role="status">
        <EmptyState title={t('detail.notThere', { name })} actions={list} />
      </div>
    );
  if (state.kind !== 'forbidden' && state.kind !== 'stale') return <Awaited />;
  return (
    <div className={styles['nothing']} aria-live="polite">
      <EmptyState title={t(`detail.title.${state.kind}`, { name })} actions={list}>
        {state.kind === 'forbidden' ? forbiddenText(state, t) : reasonText(state.reason, t)}
      </EmptyState>
    </div>
  );
}

/** What is being deleted looks well otherwise: its spec and status stay as they were. */
function Deletion({ subject, object }: { readonly subject: DetailSubject; readonly object: unknown }) {
  const { t } = useTranslation();
  const { deletedAt, finalizers, uid } = readMeta(object);
  if (deletedAt === null) return null;
  const held =
    finalizers.length === 0 ? '' : t('effect.finalizersHold', { finalizers: visibleText(finalizers.join(', ')) });
  return (
    <div className={styles['above']} data-testid="deletion">
      <Notice tone="warning" role="status">
        {t('detail.terminating')} {held}
      </Notice>
      {finalizers.length === 0 ? null : <FinalizerServers key={uid} subject={subject} object={object} />}
    </div>
  );
}

/** Where one goes on from an object that is not there: those of its kind beside which it would be. */
function ListOfKind({ subject: { cluster, view, namespace } }: { readonly subject: DetailSubject }) {
  const { t } = useTranslation();
  return (
    <Link
      to="/c/$cluster/$resource"
      params={{ cluster, resource: kindAddress(view.resource) }}
      search={(namespace === '' ? {} : { ns: namespace }) as never}
    >
      {t('detail.allOfKind', { kind: kindTitle(view, t) })}
    </Link>
  );
}

/** The logs stay below the screen while one goes elsewhere. */
function KeepLogs({ subject }: { readonly subject: DetailSubject }) {
  const { t } = useTranslation();
  return <IconButton icon="dock" label={t('dock.keep')} onClick={() => dockLogs(subject)} />;
}

/** What throws in one tab ends that tab. */
function TabBody({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <ErrorBoundary
      fallback={error => <Notice tone="bad">{t('detail.broken', { message: visibleText(error.message) })}</Notice>}
    >
      <Suspense fallback={<Awaited />}>{children}</Suspense>
    </ErrorBoundary>
  );
}

function tabsOf({ view }: DetailSubject): readonly string[] {
  const logs = view.logs === undefined ? [] : ['logs'];
  const files = view.hasFiles === true ? ['files'] : [];
  return ['overview', 'yaml', 'events', ...logs, ...files, 'related', 'history'];
}

/** Of what stands on the map of its namespace that part; of a namespace its own; of all else what it has to do with others. */
function RelatedMap({ subject, object }: { readonly subject: DetailSubject; readonly object: unknown }) {
  const { cluster, view, namespace, name } = subject;
  if (view.isOnMap === true)
    return <NamespaceMap cluster={cluster} namespace={namespace} about={{ resource: view.resource, name }} />;
  if (findKindEntry(view.resource)?.isScope === true) return <NamespaceMap cluster={cluster} namespace={name} />;
  return <ObjectMap cluster={cluster} view={view} object={object} />;
}

/** What can be done with the tab that is shown. */
function TabEnd({
  subject,
  active,
  isMap,
  onMap,
}: {
  readonly subject: DetailSubject;
  readonly active: string;
  readonly isMap: boolean;
  readonly onMap: (isMap: boolean) => void;
}) {
  if (active === 'logs') return <KeepLogs subject={subject} />;
  return active === 'related' ? <ListOrMap isMap={isMap} onChange={onMap} /> : null;
}

function ListOrMap({ isMap, onChange }: { readonly isMap: boolean; readonly onChange: (isMap: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      choices={[
        { value: 'list', text: t('map.asList') },
        { value: 'map', text: t('map.drawn') },
      ]}
      value={isMap ? 'map' : 'list'}
      label={t('map.how')}
      onChange={how => onChange(how === 'map')}
    />
  );
}

/** To read and to edit, in another version of its API, or beside another object, as the address says behind the tab. */
function YamlTab({
  subject,
  object,
  writes,
  at: [how, ...what],
}: {
  readonly subject: DetailSubject;
  readonly object: unknown;
  readonly writes: SeenWrites;
  readonly at: readonly (string | undefined)[];
}) {
  const { setSearch } = useViewState();
  if (how === COMPARED)
    return (
      <CompareObject
        subject={subject}
        object={object}
        other={what.join(':')}
        onOther={other => setSearch({ tab: `yaml:${COMPARED}:${other}` }, 'push')}
        onEnd={() => setSearch({ tab: 'yaml' })}
      />
    );
  return (
    <ObjectYaml
      subject={subject}
      object={object}
      writes={writes}
      isEdited={how === 'edit'}
      onEdit={isEdited => setSearch({ tab: isEdited ? 'yaml:edit' : 'yaml' })}
      version={how === READ_AS ? (what[0] ?? null) : null}
      onVersion={version => setSearch({ tab: version === null ? 'yaml' : `yaml:${READ_AS}:${version}` })}
    />
  );
}

function Tabs({
  subject,
  object,
  live,
}: {
  readonly subject: DetailSubject;
  readonly object: unknown;
  readonly live: LiveObject;
}) {
  const { t } = useTranslation();
  const { search, setSearch } = useViewState();
  const writes = useSeenWrites(object);
  useCarriedFocus();
  const { uid } = readMeta(object);
  const { counts, on } = useTabCounts(uid === '' ? `${subject.namespace}/${subject.name}` : uid);
  const tabs = tabsOf(subject);
  const [current = 'overview', detail, ...more] = (search.tab ?? 'overview').split(':');
  const active = tabs.includes(current) ? current : 'overview';
  const isMap = active === 'related' && detail === 'map';
  const bodies: Readonly<Record<string, () => ReactNode>> = {
    overview: () => <ObjectOverview subject={subject} object={object} live={live} />,
    yaml: () => <YamlTab {...{ subject, object, writes }} at={[detail, ...more]} />,
    events: () => <ObjectEvents subject={subject} object={object} onCount={on.events} />,
    related: () =>
      isMap ? (
        <RelatedMap subject={subject} object={object} />
      ) : (
        <ObjectRelated subject={subject} object={object} onCount={on.related} />
      ),
    history: () => <ObjectHistory subject={subject} onCount={on.history} />,
    files: () => (
      <ObjectFiles
        {...{ subject, object }}
        at={{ container: detail, path: more[0] }}
        onGo={to => setSearch({ tab: `files:${to.container}:${to.path}` }, 'push')}
      />
    ),
    logs: () => <AddressedLogs subject={subject} object={object} at={[detail, ...more]} />,
  };
  return (
    <>
      <TabBar
        tabs={tabs.map(value => ({ value, text: t(`tab.${value}`), count: counts[value] }))}
        value={active}
        label={t('detail.tabs')}
        panelId="tab-body"
        onChange={tab => setSearch({ tab: tab === 'overview' ? undefined : tab, line: undefined })}
        end={
          <TabEnd
            subject={subject}
            active={active}
            isMap={isMap}
            onMap={next => setSearch({ tab: next ? 'related:map' : 'related' })}
          />
        }
      />
      {/* Long content scrolls, so the keyboard must reach it. */}
      <div
        id="tab-body"
        role="tabpanel"
        aria-labelledby={tabId('tab-body', active)}
        tabIndex={0}
        className={`tab-body${active === 'logs' || active === 'yaml' || isMap ? ' is-flush' : ''}`}
      >
        <TabBody key={active}>{bodies[active]?.()}</TabBody>
      </div>
      <Suspense fallback={null}>
        <TabCounters subject={subject} object={object} shown={isMap ? 'map' : active} on={on} />
      </Suspense>
    </>
  );
}

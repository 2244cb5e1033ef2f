import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { storageName } from '@lanthorn/kube/helm/release-names.ts';
import type { ToldRelease } from '@lanthorn/protocol/http/helm-messages.ts';
import { RELEASE_STORAGE } from '@lanthorn/views/facts/helm-releases.ts';
import { isStuck } from '../../../data/helm/release-state.ts';
import { useReleases } from '../../../data/helm/use-releases.ts';
import { useViewState } from '../../../data/lists/view-state.ts';
import { ScreenTitle } from '../../../ui/screen/screen-title.tsx';
import { FreshnessBadge, forbiddenText, whyText } from '../../../ui/status/freshness.tsx';
import { Notice } from '../../../ui/status/notice.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { Tabs, tabId } from '../../../ui/tabs/tabs.tsx';
import { useMinute } from '../../../ui/time/clock.ts';
import { Age } from '../../../ui/time/time.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { ObjectLink } from '../subject/object-link.tsx';
import { ReleaseChart } from './release-chart.tsx';
import { ReleaseCommands } from './release-commands.tsx';
import { ReleaseHistory } from './release-history.tsx';
import { ReleaseManifest } from './release-manifest.tsx';
import { ReleaseObjects } from './release-objects.tsx';
import styles from './release-page.module.css';
import { ReleaseStatus } from './release-status.tsx';
import { ReleaseValues } from './release-values.tsx';

const TABS = {
  objects: ReleaseObjects,
  history: ReleaseHistory,
  values: ReleaseValues,
  manifest: ReleaseManifest,
  chart: ReleaseChart,
  commands: ReleaseCommands,
} as const;
type TabName = keyof typeof TABS;
const TAB_NAMES = Object.keys(TABS) as TabName[];

/** One release of Helm, live: what it brought, what became of that, and how it came to be so. */
export function ReleasePage() {
  const { t } = useTranslation();
  const { cluster, namespace = '', name = '' } = useViewState();
  const { releases, states, end, retry } = useReleases(cluster, namespace === '' ? [] : [namespace]);
  const release = releases.find(one => one.name === name && one.namespace === namespace);
  if (release !== undefined && states !== null)
    return (
      <Frame name={name} end={<FreshnessBadge state={states[release.storage]} onRetry={retry} />}>
        <Found key={release.name} cluster={cluster} release={release} />
      </Frame>
    );
  const { secrets } = states ?? {};
  const why =
    end !== null
      ? t('helm.ended')
      : secrets?.kind === 'forbidden'
        ? `${forbiddenText(secrets, t)} ${t('helm.needs')}`
        : secrets?.kind === 'stale' && secrets.isEmpty
          ? whyText(secrets, t)
          : secrets?.kind === 'live' && states?.configmaps.kind !== 'loading'
            ? t('helm.noRelease', { name: visibleText(name), namespace: visibleText(namespace) })
            : null;
  return (
    <Frame name={name} end={secrets === undefined ? null : <FreshnessBadge state={secrets} onRetry={retry} />}>
      <div className="tab-body">
        {why === null ? <Skeleton lines={10} label={t('detail.loading')} /> : <p role="status">{why}</p>}
      </div>
    </Frame>
  );
}

function Frame({
  name,
  end,
  children,
}: {
  readonly name: string;
  readonly end: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <article className="detail" aria-label={`${t('helm.release')} ${name}`} data-testid="release">
      <div className="toolbar">
        <ScreenTitle>
          <span className={styles['kind']}>{t('helm.release')}</span> {visibleText(name)}
        </ScreenTitle>
        {end}
      </div>
      {children}
    </article>
  );
}

function Found({ cluster, release }: { readonly cluster: string; readonly release: ToldRelease }) {
  const { t } = useTranslation();
  const panel = useId();
  const now = useMinute();
  const { search, setSearch } = useViewState();
  const tab = TAB_NAMES.find(one => one === search.tab) ?? 'objects';
  const Tab = TABS[tab];
  const revision = shownRevision(search.rev, release.revision);
  const { head, namespace, storage, storedAt } = release;
  const { kind } = RELEASE_STORAGE[storage];
  return (
    <>
      <div className={styles['head']}>
        <ReleaseStatus release={release} />
        <ObjectLink
          cluster={cluster}
          reference={{ apiVersion: 'v1', kind: 'Namespace', namespace: '', name: namespace }}
        >
          {visibleText(namespace)}
        </ObjectLink>
        {head === null ? null : <span>{visibleText(`${head.chart}-${head.chartVersion}`)}</span>}
        {head === null || head.appVersion === '' ? null : (
          <span>{t('helm.app', { version: visibleText(head.appVersion) })}</span>
        )}
        <span>{t('helm.isRevision', { revision: release.revision })}</span>
        {storedAt === null ? null : (
          <span>
            {t('helm.updated')} <Age at={head?.updatedAt ?? storedAt} />
          </span>
        )}
        <ObjectLink
          cluster={cluster}
          reference={{ apiVersion: 'v1', kind, namespace, name: storageName(release.name, release.revision) }}
        >
          {t('helm.storedIn', { kind })}
        </ObjectLink>
      </div>
      {isStuck(release, now) ? (
        <div className={styles['notice']}>
          <Notice tone="warning" title={t('helm.stuckTitle', { status: release.status })}>
            {t('helm.stuckWhy')}
          </Notice>
        </div>
      ) : null}
      <Tabs
        tabs={TAB_NAMES.map(value => ({
          value,
          text: t(`helm.tab.${value}`),
          ...(value === 'history' ? { count: release.revisions } : {}),
        }))}
        value={tab}
        label={t('helm.parts')}
        panelId={panel}
        onChange={next => setSearch({ tab: next === 'objects' ? undefined : next })}
      />
      <div
        id={panel}
        role="tabpanel"
        aria-labelledby={tabId(panel, tab)}
        className={`tab-body ${styles['body']}`}
        tabIndex={0}
      >
        <Tab cluster={cluster} release={release} revision={revision} />
      </div>
    </>
  );
}

/** Which revision the address names; the newest where it names none. */
function shownRevision(text: string | undefined, newest: number): number {
  const wanted = Number((text ?? '').split('..').at(-1));
  return Number.isSafeInteger(wanted) && wanted >= 1 ? wanted : newest;
}

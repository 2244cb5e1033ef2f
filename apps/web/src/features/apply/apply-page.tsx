import { useTranslation } from 'react-i18next';
import { useViewState } from '../../data/lists/view-state.ts';
import { ScreenTitle } from '../../ui/screen/screen-title.tsx';
import { EmptyState } from '../../ui/status/empty-state.tsx';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { ApplyScreen } from './apply-screen.tsx';
import { useStart } from './start/use-start.ts';

/** Applies objects from a text, typed, pasted or out of files: each is checked where it stands, tried by a dry run, and sent in order. */
export function ApplyPage() {
  const {
    cluster,
    namespaces,
    search: { tab },
  } = useViewState();
  return (
    <ApplyFrom
      key={`${cluster} ${tab}`}
      cluster={cluster}
      tab={tab}
      chosenNamespace={namespaces.length === 1 ? (namespaces[0] ?? null) : null}
    />
  );
}

function ApplyFrom({
  cluster,
  tab,
  chosenNamespace,
}: {
  readonly cluster: string;
  readonly tab: string | undefined;
  readonly chosenNamespace: string | null;
}) {
  const { t } = useTranslation();
  const start = useStart(cluster, tab);
  return (
    <section className="list-page" aria-label={t('apply.title')} data-testid="apply-page">
      {start.state === 'loading' ? <Skeleton lines={14} label={t('detail.loading')} /> : null}
      {start.state === 'gone' ? <EmptyState title={t('apply.gone')}>{t('apply.goneWhy')}</EmptyState> : null}
      {start.state === 'ready' ? (
        <ApplyScreen
          cluster={cluster}
          draftKey={[cluster, ...(tab === undefined ? [] : [tab])].join(' ')}
          start={start}
          chosenNamespace={chosenNamespace}
          title={<ScreenTitle>{t('apply.title')}</ScreenTitle>}
        />
      ) : null}
    </section>
  );
}

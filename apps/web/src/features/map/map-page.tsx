import { useTranslation } from 'react-i18next';
import { useNamespaceChoice } from '../../data/lists/use-namespace-choice.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { NamespaceMap } from '../../parts/map/namespace-map.tsx';
import { Button } from '../../ui/button/button.tsx';
import { ScreenTitle } from '../../ui/screen/screen-title.tsx';
import { EmptyState } from '../../ui/status/empty-state.tsx';
import { SegmentedControl } from '../../ui/tabs/segmented-control.tsx';
import { visibleText } from '../../ui/words/text.ts';

/** How the objects of one namespace hang together. */
export function MapPage() {
  const state = useViewState();
  const { t } = useTranslation();
  const { cluster, namespaces, search, setSearch } = state;
  const choose = useNamespaceChoice(state);
  const [namespace = ''] = namespaces;
  const isList = search.tab === 'list';
  return (
    <section className="list-page" aria-label={t('map.title')} data-testid="map-page">
      <div className="toolbar">
        <ScreenTitle>{t('map.title')}</ScreenTitle>
        {namespaces.length === 1 ? <span className="count">{visibleText(namespace)}</span> : null}
        <SegmentedControl
          choices={[
            { value: 'map', text: t('map.drawn') },
            { value: 'list', text: t('map.asList') },
          ]}
          value={isList ? 'list' : 'map'}
          label={t('map.how')}
          onChange={how => setSearch({ tab: how === 'list' ? 'list' : undefined })}
        />
      </div>
      {namespaces.length === 1 ? (
        <NamespaceMap key={`${cluster}/${namespace}`} cluster={cluster} namespace={namespace} isList={isList} />
      ) : (
        <EmptyState
          title={t('map.ofOne')}
          actions={namespaces.map(one => (
            <Button key={one} onClick={() => choose([one])}>
              {visibleText(one)}
            </Button>
          ))}
        >
          {t('map.choose')}
        </EmptyState>
      )}
    </section>
  );
}

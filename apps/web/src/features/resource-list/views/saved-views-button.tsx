import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { isShowing, useSavedViews } from '../../../data/saved-views/saved-views.ts';
import type { ViewState } from '../../../data/lists/view-state.ts';
import { IconButton } from '../../../ui/button/icon-button.tsx';
import { ROVING } from '../../../ui/grid/use-roving-tab.ts';
import { Popover } from '../../../ui/layer/popover.tsx';
import { later } from '../../../ui/words/later.ts';

const SavedViews = later(async () => (await import('./saved-views.tsx')).SavedViews);

/** Keeps the list as it is shown, under a name, and manages those that are kept. */
export function SavedViewsButton({ state }: { readonly state: ViewState }) {
  const { t } = useTranslation();
  const { views } = useSavedViews();
  const isKept = views.some(view => view.resource === state.resource && isShowing(view, state.search));
  return (
    <Popover
      label={t('views.title')}
      width={320}
      trigger={trigger => (
        <IconButton {...trigger} {...ROVING} icon="star" label={t('views.title')} aria-pressed={isKept} />
      )}
    >
      <Suspense fallback={null}>
        <SavedViews state={state} />
      </Suspense>
    </Popover>
  );
}

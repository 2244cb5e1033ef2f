import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_SAVED_VIEWS, MAX_VIEW_NAME } from '@lanthorn/protocol/constants.ts';
import type { SavedView } from '@lanthorn/protocol/preferences.ts';
import {
  renamedView,
  useSavedViews,
  viewOf,
  viewSearch,
  whyUnkept,
  withoutView,
  withView,
} from '../../../data/saved-views/saved-views.ts';
import type { ViewState } from '../../../data/lists/view-state.ts';
import { Button } from '../../../ui/button/button.tsx';
import { IconButton } from '../../../ui/button/icon-button.tsx';
import { BareInput, TextInput } from '../../../ui/form/text-input.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import styles from './saved-views.module.css';

/** The views of this kind: save what is shown, open, rename, delete, and take a deletion back. */
export function SavedViews({ state }: { readonly state: ViewState }) {
  const { t } = useTranslation();
  const { views, keep } = useSavedViews();
  const [name, setName] = useState('');
  const [deleted, setDeleted] = useState<{ readonly view: SavedView; readonly before: readonly SavedView[] } | null>(
    null,
  );
  const own = views.filter(view => view.resource === state.resource);
  const wanted = viewOf(state.resource, name.trim(), state.search);
  const why = whyUnkept(views, wanted);
  const isTaken = own.some(view => view.name === wanted.name);
  return (
    <div className={styles['views']}>
      <form
        className={styles['save']}
        onSubmit={event => {
          event.preventDefault();
          if (why !== null) return;
          keep(withView(views, wanted));
          setName('');
        }}
      >
        <TextInput
          label={t('views.name')}
          help={isTaken ? t('views.taken') : undefined}
          value={name}
          maxLength={MAX_VIEW_NAME}
          onChange={setName}
        />
        <Button
          type="submit"
          variant="primary"
          why={why === null ? null : t(`views.why.${why}`, { most: MAX_SAVED_VIEWS })}
        >
          {t(isTaken ? 'views.replace' : 'views.save')}
        </Button>
      </form>
      {own.map(view => (
        <ViewLine
          key={view.name}
          view={view}
          state={state}
          onRename={next => keep(renamedView(views, view, next))}
          onDelete={() => {
            setDeleted({ view, before: views });
            keep(withoutView(views, view));
          }}
        />
      ))}
      <p role="status" className={styles['note']}>
        {deleted === null ? null : (
          <>
            {t('views.deleted', { name: visibleText(deleted.view.name) })}{' '}
            <Button
              variant="link"
              onClick={() => {
                keep([...putBack(views, deleted)]);
                setDeleted(null);
              }}
            >
              {t('views.undo')}
            </Button>
          </>
        )}
      </p>
    </div>
  );
}

/** Where it was, among those that are there now. */
function putBack(
  views: readonly SavedView[],
  { view, before }: { readonly view: SavedView; readonly before: readonly SavedView[] },
): readonly SavedView[] {
  const behind = before.slice(before.indexOf(view) + 1).map(({ resource, name }) => JSON.stringify([resource, name]));
  const at = views.findIndex(({ resource, name }) => behind.includes(JSON.stringify([resource, name])));
  return at < 0 ? withView(views, view) : [...views.slice(0, at), view, ...views.slice(at)];
}

function ViewLine({
  view,
  state,
  onRename,
  onDelete,
}: {
  readonly view: SavedView;
  readonly state: ViewState;
  readonly onRename: (name: string) => void;
  readonly onDelete: () => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = visibleText(view.name);
  if (typed !== null)
    return (
      <form
        className={styles['line']}
        onSubmit={event => {
          event.preventDefault();
          if (typed.trim() !== '') onRename(typed.trim());
          setTyped(null);
        }}
      >
        <BareInput
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the button that was pressed
          autoFocus
          aria-label={t('views.rename', { name: shown })}
          value={typed}
          maxLength={MAX_VIEW_NAME}
          onChange={setTyped}
          onKeyDown={event => {
            if (event.key !== 'Escape') return;
            // The layer stays: only the renaming is left.
            event.preventDefault();
            event.stopPropagation();
            setTyped(null);
          }}
        />
        <IconButton type="submit" icon="check" label={t('views.keepName')} />
      </form>
    );
  return (
    <div className={styles['line']}>
      <Link
        className={styles['name']}
        to="/c/$cluster/$resource"
        params={{ cluster: state.place, resource: view.resource }}
        search={viewSearch(view) as never}
      >
        {shown}
      </Link>
      <Button variant="ghost" aria-label={t('views.rename', { name: shown })} onClick={() => setTyped(view.name)}>
        {t('views.renameShort')}
      </Button>
      <IconButton icon="close" label={t('views.delete', { name: shown })} onClick={onDelete} />
    </div>
  );
}

import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import type { LiveList } from '../../data/lists/use-live-list.ts';
import type { ViewState } from '../../data/lists/view-state.ts';
import { kindTitle } from '../../parts/kind-title.ts';
import { Button } from '../../ui/button/button.tsx';
import { BareInput } from '../../ui/form/text-input.tsx';
import { forbiddenText, reasonText } from '../../ui/status/freshness.tsx';

/** Rows are on their way, and none is here yet. */
export function isAwaited({ state, matched, keys }: LiveList): boolean {
  const inner = state.kind === 'partial' ? state.inner : state;
  if (inner.kind === 'forbidden' || (inner.kind === 'stale' && inner.isEmpty)) return false;
  return (matched === null && keys.length === 0) || (inner.kind === 'loading' && (matched === 0 || inner.loaded === 0));
}

/** What stands where rows would: empty, filtered to empty, forbidden and failed are four different things, and rows that are awaited a fifth. */
export function ListNotice({
  list,
  state,
  view,
}: {
  readonly list: LiveList;
  readonly state: ViewState;
  readonly view: KindView;
}) {
  const { t } = useTranslation();
  const kind = kindTitle(view, t);
  const inner = list.state.kind === 'partial' ? list.state.inner : list.state;
  if (inner.kind === 'forbidden') {
    return (
      <Notice title={t('notice.forbiddenTitle', { kind })} text={forbiddenText(inner, t)}>
        {view.namespaced ? <NamespaceEntry onEnter={ns => state.setSearch({ ns }, 'push')} /> : null}
      </Notice>
    );
  }
  if (inner.kind === 'stale' && inner.isEmpty) {
    return (
      <Notice title={t('notice.failedTitle', { kind })} text={reasonText(inner.reason, t)}>
        <Button onClick={list.retry}>{t('freshness.retry')}</Button>
      </Notice>
    );
  }
  if (state.search.q !== undefined && list.total > 0) {
    return (
      <Notice title={t('notice.filteredTitle')} text={t('notice.filteredText', { total: list.total, kind })}>
        <Button onClick={() => state.setSearch({ q: undefined })}>{t('notice.clearFilter')}</Button>
      </Notice>
    );
  }
  return (
    <Notice
      title={t('notice.emptyTitle', { kind })}
      text={
        state.namespaces.length > 0
          ? t('notice.emptyNamespaces', { namespaces: state.namespaces.join(', ') })
          : t('notice.emptyCluster')
      }
    >
      {state.namespaces.length > 0 ? (
        <Button onClick={() => state.setSearch({ ns: undefined }, 'push')}>{t('notice.allNamespaces')}</Button>
      ) : null}
    </Notice>
  );
}

function Notice({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="notice" role="status">
      <h2>{title}</h2>
      <p>{text}</p>
      <div className="buttons">{children}</div>
    </div>
  );
}

/** A person without the right to list namespaces can still name theirs. */
function NamespaceEntry({ onEnter }: { readonly onEnter: (namespace: string) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  return (
    <form
      className="filter"
      onSubmit={event => {
        event.preventDefault();
        if (name.trim() !== '') onEnter(name.trim());
      }}
    >
      <label>
        {t('notice.enterNamespace')}
        <BareInput value={name} onChange={setName} spellCheck={false} />
      </label>
    </form>
  );
}

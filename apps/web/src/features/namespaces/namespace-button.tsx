import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ViewState } from '../../data/lists/view-state.ts';
import { Button } from '../../ui/button/button.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { useNamespaces } from './use-namespaces.ts';

const NamespaceDialog = lazy(async () => ({ default: (await import('./namespace-dialog.tsx')).NamespaceDialog }));

/** Which namespaces are looked at, and the way to others; the address holds the choice. */
export function NamespaceButton({
  state,
  fallback,
  opened,
  onOpen,
}: {
  readonly state: ViewState;
  /** The context's own namespace. */
  readonly fallback: string;
  readonly opened: boolean;
  readonly onOpen: (opened: boolean) => void;
}) {
  const { t } = useTranslation();
  const { namespaces, search, setSearch } = state;
  const isForbidden = useNamespaces(state.cluster, '', 1).state.kind === 'forbidden';
  // Who may not list namespaces starts in the context's own.
  useEffect(() => {
    if (isForbidden && search.ns === undefined) setSearch({ ns: fallback });
  }, [isForbidden, search.ns, fallback, setSearch]);
  const [only] = namespaces;
  return (
    <>
      <Button iconEnd="choose" aria-haspopup="dialog" title="n" onClick={() => onOpen(true)}>
        <span className="visually-hidden">{t('namespace.choose')}: </span>
        {only === undefined
          ? t('namespace.all')
          : namespaces.length === 1
            ? visibleText(only)
            : t('namespace.several', { count: namespaces.length })}
      </Button>
      {opened ? (
        <Suspense fallback={null}>
          <NamespaceDialog state={state} fallback={isForbidden ? fallback : null} onClose={() => onOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

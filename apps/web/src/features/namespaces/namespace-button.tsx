import { Suspense, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ViewState } from '../../data/lists/view-state.ts';
import { Button } from '../../ui/button/button.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { useNamespaces } from './use-namespaces.ts';
import { later } from '../../ui/words/later.ts';

const NamespaceChooser = later(async () => (await import('./namespace-chooser.tsx')).NamespaceChooser);

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
  const isForbidden = useNamespaces(state.clusters, '', 1).state.kind === 'forbidden';
  // Who may not list namespaces starts in the context's own.
  useEffect(() => {
    if (isForbidden && search.ns === undefined) setSearch({ ns: fallback });
  }, [isForbidden, search.ns, fallback, setSearch]);
  const [only] = namespaces;
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <span ref={anchor} className="switcher">
      <Button
        iconEnd="choose"
        aria-haspopup="dialog"
        aria-expanded={opened}
        aria-controls={opened ? id : undefined}
        aria-keyshortcuts="n"
        title="n"
        onClick={() => onOpen(!opened)}
      >
        <span className="visually-hidden">{t('namespace.choose')}: </span>
        <span className="switcher-name">
          {only === undefined
            ? t('namespace.all')
            : namespaces.length === 1
              ? visibleText(only)
              : t('namespace.several', { count: namespaces.length })}
        </span>
      </Button>
      {opened ? (
        <Suspense fallback={null}>
          <NamespaceChooser
            id={id}
            state={state}
            fallback={isForbidden ? fallback : null}
            anchor={() => anchor.current}
            onClose={() => onOpen(false)}
          />
        </Suspense>
      ) : null}
    </span>
  );
}

import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { createRight } from '@lanthorn/actions/machinery/change-request.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import { useAccess } from '../../data/actions/use-access.ts';
import { missingText } from '../../data/actions/use-action-items.ts';
import { isMadeByPeople, useApplyStarts } from '../../data/apply/apply-start.ts';
import type { ViewState } from '../../data/lists/view-state.ts';
import { IconButton } from '../../ui/button/icon-button.tsx';
import { isTyping } from '../../ui/form/is-typing.ts';
import { ROVING } from '../../ui/grid/use-roving-tab.ts';

/** Begins a new object of the kind that a list shows; the key help says so. */
export const NEW_KEY = 'N';

/** Begins a new object of the kind, in the namespace on the screen. */
export function NewButton({
  resource,
  state: { cluster, clusters, namespaces },
}: {
  readonly resource: GroupVersionResource;
  readonly state: Pick<ViewState, 'cluster' | 'clusters' | 'namespaces'>;
}) {
  const { t } = useTranslation();
  const { startNew } = useApplyStarts();
  const [namespace, ...others] = namespaces;
  const ns = others.length === 0 ? namespace : undefined;
  // In which of several it is to be is asked for later: a right in any of them is enough.
  const isSettled = ns !== undefined || findKindEntry(resource)?.namespaced === false;
  const rights = useMemo(() => (isSettled ? [createRight(resource, ns ?? '')] : []), [isSettled, resource, ns]);
  const [allowed] = useAccess(cluster, rights);
  // In which of several nobody has said.
  const isOffered = isMadeByPeople(resource) && clusters.length <= 1;
  const start = () => startNew(cluster, resource, ns);
  useNewKey(isOffered && allowed !== false ? start : null);
  if (!isOffered) return null;
  return (
    <IconButton
      {...ROVING}
      icon="plus"
      label={t('list.new')}
      why={allowed === false ? missingText(rights, t) : null}
      shortcut={NEW_KEY}
      onClick={start}
    />
  );
}

function useNewKey(start: (() => void) | null): void {
  const latest = useRef(start);
  latest.current = start;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isMeant = event.key === NEW_KEY && !event.metaKey && !event.ctrlKey && !event.altKey;
      if (!isMeant || latest.current === null || isTyping(event) || document.querySelector('[role=dialog]') !== null)
        return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

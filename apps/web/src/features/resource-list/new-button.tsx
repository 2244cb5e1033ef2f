import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { APPLY_OBJECT } from '@lanthorn/actions/objects/apply-object.ts';
import { createRight } from '@lanthorn/actions/machinery/change-request.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import { useWhyNot } from '../../data/actions/use-why-not.ts';
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
  const why = useWhyNot(APPLY_OBJECT.kind, cluster, rights) ?? null;
  // In which of several nobody has said.
  const isOffered = isMadeByPeople(resource) && clusters.length <= 1;
  const start = () => startNew(cluster, resource, ns);
  useNewKey(isOffered && why === null ? start : null);
  if (!isOffered) return null;
  return (
    <IconButton
      {...ROVING}
      variant="secondary"
      icon="plus"
      label={t('list.new')}
      isWorded
      why={why}
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

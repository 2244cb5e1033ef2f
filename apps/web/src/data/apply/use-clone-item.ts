import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { createRight } from '@lanthorn/actions/machinery/change-request.ts';
import { APPLY_OBJECT } from '@lanthorn/actions/objects/apply-object.ts';
import { isWritten } from '@lanthorn/actions/objects/is-written.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { useWhyNot } from '../actions/use-why-not.ts';
import { useApplyStarts } from './apply-start.ts';

/** The way to an object like this one, for menus; null where the object is not known whole, not written by people, or one of its own. */
export function useCloneItem(target: ObjectTarget, { isOneOfItsOwn }: Pick<ObjectView, 'isOneOfItsOwn'>) {
  const { t } = useTranslation();
  const { startClone } = useApplyStarts();
  const { cluster, resource, namespace } = target;
  const isOffered = isWritten(resource) && isOneOfItsOwn !== true;
  const rights = useMemo(() => (isOffered ? [createRight(resource, namespace)] : []), [isOffered, resource, namespace]);
  const whyNot = useWhyNot(APPLY_OBJECT.kind, cluster, rights);
  if (!isOffered) return null;
  return {
    id: 'clone',
    title: t('action.clone'),
    shortcut: null,
    disabled: whyNot ?? null,
    run: () => startClone(target),
  };
}

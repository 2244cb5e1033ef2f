import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classOf, sizeOf } from '@lanthorn/actions/claim/grow-claim.ts';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { STORAGE_CLASS_VIEW } from '@lanthorn/views/kinds/storage.k8s.io/storageclasses.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { useLiveObject } from '../../../../data/objects/use-live-object.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { DialogFooter } from '../../../../ui/dialog/dialog.tsx';
import { TextInput } from '../../../../ui/form/text-input.tsx';
import { whyText } from '../../../../ui/status/freshness.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { FormDialog } from '../../../../parts/form/form-dialog.tsx';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';

/** Asks how much a claim shall hold, and says whether its class lets it grow; who may not read that is not kept from trying. */
export function GrowthForm({ target, object, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  const [now] = useState(() => sizeOf(object));
  const [size, setSize] = useState(now);
  const allowance = useAllowance(target.cluster, classOf(object));
  const wanted = parseQuantity(size.trim());
  const isMore = wanted !== null && wanted > (parseQuantity(now) ?? 0);
  const notMore = isMore ? null : t('growth.smaller', { size: visibleText(now) });
  const problem = wanted === null ? t('growth.invalid') : size === now ? null : notMore;
  const capacity = asString(getPath(object, 'status', 'capacity', 'storage')) || '–';
  const why = problem ?? notMore ?? (allowance.may === false ? allowance.text(t) : null);
  return (
    <FormDialog title={t('growth.title', { name: visibleText(target.name) })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (why === null)
            openActionDialog('claim.grow', [target], { params: { growth: { size: size.trim() } }, onStarted: onClose });
        }}
      >
        <TextInput
          label={t('growth.size')}
          help={t('growth.now', { size: visibleText(now), capacity: visibleText(capacity) })}
          error={problem}
          isCode
          spellCheck={false}
          value={size}
          onChange={setSize}
          data-autofocus
        />
        <p aria-live="polite" className={allowance.may === true ? 'dim' : 'tone-warning'}>
          {allowance.text(t)}
        </p>
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" why={why}>
            {t('growth.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}

interface Allowance {
  /** Null while it is not known. */
  readonly may: boolean | null;
  readonly text: (t: TFunction) => string;
}

function useAllowance(cluster: string, name: string): Allowance {
  const { object, state } = useLiveObject(
    useMemo(
      () => ({ cluster, resource: STORAGE_CLASS_VIEW.resource, namespace: '', name: name || '-' }),
      [cluster, name],
    ),
  );
  const values = { class: visibleText(name) };
  if (name === '') return { may: false, text: t => t('growth.noClass') };
  if (object === null) return { may: null, text: t => t('growth.classGone', values) };
  if (object === undefined)
    return {
      may: null,
      text: t =>
        state.kind === 'loading'
          ? t('growth.asking', values)
          : t('growth.unknown', { ...values, why: whyText(state, t) }),
    };
  const may = getPath(object, 'allowVolumeExpansion') === true;
  return { may, text: t => t(may ? 'growth.allowed' : 'growth.refused', values) };
}

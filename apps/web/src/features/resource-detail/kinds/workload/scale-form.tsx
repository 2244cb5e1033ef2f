import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asNumber, getPath } from '@lanthorn/base/json.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { DialogFooter } from '../../../../ui/dialog/dialog.tsx';
import { NumberInput } from '../../../../ui/form/number-input.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { FormDialog } from '../../subject/form-dialog.tsx';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';

/** Kubernetes counts in 32 bits. */
const MOST = 2 ** 31 - 1;

/** Asks how many pods there shall be; then the same dialog as every action shows what that means. */
export function ScaleForm({ target, object, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  const now = asNumber(getPath(object, 'spec', 'replicas')) ?? 1;
  const ready = asNumber(getPath(object, 'status', 'readyReplicas')) ?? 0;
  const [replicas, setReplicas] = useState<number | null>(now);
  const isValid = replicas !== null && replicas >= 0 && replicas <= MOST;
  return (
    <FormDialog title={t('scale.title', { name: visibleText(target.name) })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (isValid)
            openActionDialog('workload.scale', [target], {
              params: { scale: { replicas, from: now } },
              onStarted: onClose,
            });
        }}
      >
        <NumberInput
          label={t('scale.replicas')}
          help={t('scale.now', { count: now, ready })}
          error={isValid ? null : t('scale.invalid', { most: MOST })}
          value={replicas}
          max={MOST}
          onChange={setReplicas}
          data-autofocus
        />
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" disabled={!isValid}>
            {t('scale.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { boundsOf } from '@lanthorn/actions/autoscaler/autoscaler-bounds.ts';
import { asNumber, asString, deepEqual, getPath } from '@lanthorn/base/json.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { DialogFooter } from '../../../../ui/dialog/dialog.tsx';
import { NumberInput } from '../../../../ui/form/number-input.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { FormDialog } from '../../../../parts/form/form-dialog.tsx';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';

/** Kubernetes counts in 32 bits. */
const MOST = 2 ** 31 - 1;

/** Asks how few and how many pods an autoscaler may want. */
export function BoundsForm({ target, object, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  // As they were when the form opened: what others set meanwhile is a clash.
  const [from] = useState(() => boundsOf(object));
  const [min, setMin] = useState<number | null>(from.min);
  const [max, setMax] = useState<number | null>(from.max);
  const isMinValid = min !== null && min >= 0 && min <= MOST;
  const isMaxValid = max !== null && max >= Math.max(1, min ?? 1) && max <= MOST;
  const wrongMin = isMinValid ? null : t('bounds.invalidMin', { most: MOST });
  const wrongMax = isMaxValid ? null : t('bounds.invalidMax', { most: MOST });
  const why = wrongMin ?? wrongMax ?? (deepEqual({ min, max }, from) ? t('containers.nothingYet') : null);
  const text = (...path: string[]) => asString(getPath(object, 'spec', 'scaleTargetRef', ...path));
  const count = (field: string) => asNumber(getPath(object, 'status', field)) ?? 0;
  const preview = () => {
    if (why === null && min !== null && max !== null)
      openActionDialog('autoscaler.bounds', [target], { params: { bounds: { min, max, from } }, onStarted: onClose });
  };
  return (
    <FormDialog title={t('bounds.title', { name: visibleText(target.name) })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          preview();
        }}
      >
        <p className="dim">
          {t('bounds.now', {
            target: visibleText(`${text('kind')}/${text('name')}`),
            pods: count('currentReplicas'),
            wanted: count('desiredReplicas'),
          })}
        </p>
        <NumberInput
          label={t('bounds.min')}
          help={min === 0 ? t('bounds.zero') : undefined}
          error={wrongMin}
          value={min}
          max={MOST}
          onChange={setMin}
          data-autofocus
        />
        <NumberInput label={t('bounds.max')} error={wrongMax} value={max} min={1} max={MOST} onChange={setMax} />
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" why={why}>
            {t('bounds.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asNumber, getPath } from '@lanthorn/base/json.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { DialogFooter } from '../../../../ui/dialog/dialog.tsx';
import { Checkbox } from '../../../../ui/form/checkbox.tsx';
import { NumberInput } from '../../../../ui/form/number-input.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { FormDialog } from '../../subject/form-dialog.tsx';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';

/** What Kubernetes gives a pod that does not say. */
const DEFAULT_SECONDS = 30;
/** A day: who wants a pod to take longer does not delete it. */
const MOST = 86_400;

/** Asks how long the pod may take to end; without any time it is forgotten at once, and that is said. */
export function EndPodForm({ target, object, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  const own = asNumber(getPath(object, 'spec', 'terminationGracePeriodSeconds')) ?? DEFAULT_SECONDS;
  const [seconds, setSeconds] = useState<number | null>(own);
  const [isForced, setForced] = useState(false);
  const isValid = isForced || (seconds !== null && seconds >= 1 && seconds <= MOST);
  return (
    <FormDialog title={t('endPod.title', { name: visibleText(target.name) })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (!isValid) return;
          const grace = { seconds: isForced ? 0 : (seconds ?? own) };
          openActionDialog('pod.end', [target], { params: { grace }, onStarted: onClose });
        }}
      >
        <NumberInput
          label={t('endPod.seconds')}
          help={t('endPod.own', { count: own })}
          error={isValid ? null : t('endPod.invalid', { most: MOST })}
          value={seconds}
          min={1}
          max={MOST}
          disabled={isForced}
          onChange={setSeconds}
          data-autofocus
        />
        <Checkbox checked={isForced} onChange={setForced}>
          {t('endPod.force')}
        </Checkbox>
        {isForced ? <p className="tone-warning">{t('effect.podForced')}</p> : null}
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" disabled={!isValid}>
            {t('endPod.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}

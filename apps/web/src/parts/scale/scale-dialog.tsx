import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { openActionDialog } from '../../data/actions/action-dialog-store.ts';
import { Button } from '../../ui/button/button.tsx';
import { DialogFooter } from '../../ui/dialog/dialog.tsx';
import { NumberInput } from '../../ui/form/number-input.tsx';
import { NotAllKnown } from '../form/not-all-known.tsx';
import { FormDialog } from '../form/form-dialog.tsx';

/** Kubernetes counts in 32 bits. */
const MOST = 2 ** 31 - 1;

/** Asks how many pods there shall be; then the same dialog as every action shows what that means. */
export function ScaleDialog({
  title,
  help,
  targets,
  known = targets.length,
  now,
  onClose,
}: {
  readonly title: string;
  /** How many there are. */
  readonly help?: string | undefined;
  readonly targets: readonly ObjectTarget[];
  /** Of how many of these it is known. */
  readonly known?: number;
  /** The number that was seen: it is changed under that one alone. Null for many objects, each with its own. */
  readonly now: number | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [replicas, setReplicas] = useState<number | null>(now);
  const isValid = replicas !== null && replicas >= 0 && replicas <= MOST;
  const why = isValid ? null : t('scale.invalid', { most: MOST });
  return (
    <FormDialog title={title} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (isValid)
            openActionDialog('workload.scale', targets, {
              params: { scale: { replicas, ...(now === null ? {} : { from: now }) } },
              onStarted: onClose,
            });
        }}
      >
        <NotAllKnown known={known} count={targets.length} />
        <NumberInput
          label={t('scale.replicas')}
          help={help}
          error={now === null && replicas === null ? null : why}
          value={replicas}
          max={MOST}
          onChange={setReplicas}
          data-autofocus
        />
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" why={why}>
            {t('scale.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}

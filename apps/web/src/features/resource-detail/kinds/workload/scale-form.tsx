import { useTranslation } from 'react-i18next';
import { asNumber, getPath } from '@lanthorn/base/json.ts';
import { ScaleDialog } from '../../../../parts/scale/scale-dialog.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';

/** How many pods one object shall have, under the number that it shows. */
export function ScaleForm({ target, object, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  const now = asNumber(getPath(object, 'spec', 'replicas')) ?? 1;
  const ready = asNumber(getPath(object, 'status', 'readyReplicas')) ?? 0;
  return (
    <ScaleDialog
      title={t('scale.title', { name: visibleText(target.name) })}
      help={t('scale.now', { count: now, ready })}
      targets={[target]}
      now={now}
      onClose={onClose}
    />
  );
}

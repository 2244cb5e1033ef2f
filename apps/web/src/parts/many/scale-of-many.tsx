import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { asNumber, getPath } from '@lanthorn/base/json.ts';
import { ScaleDialog } from '../scale/scale-dialog.tsx';
import type { FormOfManyProps } from './form-of-many-props.ts';
import { ReadObjects } from './read-objects.tsx';

/** One number of pods for several objects, with what they have now. */
export function ScaleOfMany({ targets, onClose }: FormOfManyProps) {
  const { t } = useTranslation();
  return (
    <ReadObjects targets={targets}>
      {objects => {
        const numbers = objects.map(object => asNumber(getPath(object, 'spec', 'replicas')) ?? 1);
        return (
          <ScaleDialog
            title={t('scale.titleMany', { count: targets.length })}
            help={numbers.length === targets.length ? nowText(numbers, t) : undefined}
            known={numbers.length}
            targets={targets}
            now={null}
            onClose={onClose}
          />
        );
      }}
    </ReadObjects>
  );
}

function nowText(numbers: readonly number[], t: TFunction): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? t('scale.nowSame', { count: least }) : t('scale.nowMany', { least, most });
}

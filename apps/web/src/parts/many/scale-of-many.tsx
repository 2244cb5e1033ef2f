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
        const isKnown = numbers.length === targets.length;
        return (
          <ScaleDialog
            title={t('scale.titleMany', { count: targets.length })}
            help={isKnown ? t('scale.nowMany', { least: Math.min(...numbers), most: Math.max(...numbers) }) : undefined}
            targets={targets}
            now={null}
            onClose={onClose}
          />
        );
      }}
    </ReadObjects>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSwappedFocus } from '../../../../ui/focus/swapped-focus.ts';
import { Button } from '../../../../ui/button/button.tsx';
import type { SectionProps } from '../../sections/section-props.ts';
import { DataKeys } from './data-keys.tsx';

/** Keys are mostly read: they are changed when somebody asks for it. */
export function EditKeys({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const hold = useSwappedFocus<HTMLDivElement>(isOpen);
  return (
    // The button is as wide as its words, wherever it stands.
    <div ref={hold}>
      {isOpen ? (
        <DataKeys subject={subject} object={object} />
      ) : (
        <Button onClick={() => setOpen(true)}>{t('dataKeys.open')}</Button>
      )}
    </div>
  );
}

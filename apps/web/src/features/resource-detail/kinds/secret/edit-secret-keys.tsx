import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../../ui/button/button.tsx';
import type { SectionProps } from '../../sections/section-props.ts';
import { SecretKeys } from './secret-keys.tsx';

/** Keys are mostly read: they are changed when somebody asks for it, and what was typed is forgotten when it is closed. */
export function EditSecretKeys({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {isOpen ? <SecretKeys subject={subject} object={object} /> : null}
      <div>
        <Button onClick={() => setOpen(!isOpen)}>{t(isOpen ? 'secretKeys.close' : 'dataKeys.open')}</Button>
      </div>
    </>
  );
}

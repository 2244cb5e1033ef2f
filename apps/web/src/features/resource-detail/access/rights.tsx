import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readSubject } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/access-subject.ts';
import { Section } from '../../../ui/screen/section.tsx';
import { kindOf } from '../subject/detail-subject.ts';
import type { SectionProps } from '../sections/section-props.ts';
import { SubjectRights } from './subject-rights.tsx';

/** What an account may do: bindings of the whole cluster are read for it, so only when somebody opens it. */
export function Rights({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { cluster, namespace, name } = subject;
  const who = readSubject({ kind: kindOf(subject, object), namespace, name });
  if (who === null) return null;
  return (
    <Section title={t('rights.title')} testId="rights">
      <details onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>{t('rights.it')}</summary>
        {isOpen ? <SubjectRights cluster={cluster} subject={who} namespace={namespace} /> : null}
      </details>
    </Section>
  );
}

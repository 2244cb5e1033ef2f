import { useTranslation } from 'react-i18next';
import { readSubject } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/access-subject.ts';
import { Section } from '../../../ui/screen/section.tsx';
import { kindOf } from '../subject/detail-subject.ts';
import type { SectionProps } from '../sections/section-props.ts';
import { SubjectRights } from './subject-rights.tsx';

/** What an account may do, which is what its page is looked at for: the bindings of the whole cluster are read for it. */
export function Rights({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const { cluster, namespace, name } = subject;
  const who = readSubject({ kind: kindOf(subject, object), namespace, name });
  if (who === null) return null;
  return (
    <Section title={t('rights.it')} testId="rights">
      <SubjectRights cluster={cluster} subject={who} namespace={namespace} />
    </Section>
  );
}

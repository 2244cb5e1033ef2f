import { useTranslation } from 'react-i18next';
import { rightLines } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/right-lines.ts';
import { Section } from '../../../ui/screen/section.tsx';
import type { SectionProps } from '../sections/section-props.ts';
import { RightSentences } from '../../../parts/rights/right-sentences.tsx';

/** What a role gives to whom it is given, in sentences. */
export function Rules({ object }: Pick<SectionProps, 'object'>) {
  const { t } = useTranslation();
  const lines = rightLines(object);
  return (
    <Section title={t('rights.gives')} note={lines.length === 0 ? '' : String(lines.length)} testId="rules">
      <RightSentences lines={lines} />
    </Section>
  );
}

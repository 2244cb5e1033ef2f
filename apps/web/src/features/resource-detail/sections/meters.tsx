import { useTranslation } from 'react-i18next';
import { Section } from '../../../ui/screen/section.tsx';
import { MeterTable } from './meter-table.tsx';
import type { SectionProps } from './section-props.ts';

/** What the object's record counts: how much is used of a quota, what an autoscaler sees, how many disruptions are left. */
export function Meters({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const rows = subject.view.meters?.(object) ?? [];
  if (rows.length === 0) return null;
  return (
    <Section title={t('meter.title')} testId="meters">
      <MeterTable rows={rows} />
    </Section>
  );
}

import { useTranslation } from 'react-i18next';
import { type PodSetting, readPodSettings } from '@lanthorn/views/kinds/core/pod-settings.ts';
import { Facts } from '../../../../ui/data/facts.tsx';
import { Section } from '../../../../ui/screen/section.tsx';
import { Age } from '../../../../ui/time/time.tsx';
import { BreakableText } from '../../../../ui/words/breakable-text.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { ObjectLink } from '../../subject/object-link.tsx';
import type { SectionProps } from '../../sections/section-props.ts';

/** Where and how a pod runs, or those that a template makes: what the scheduler and the kubelet are told. */
export function PodSettings({ subject, object }: SectionProps) {
  const { t } = useTranslation();
  // Whose list has its account says it among its facts.
  const isSaid = ({ id }: PodSetting) =>
    id === 'serviceAccount' && subject.view.columns.some(column => column.id === 'account');
  const settings = readPodSettings(object).filter(setting => !isSaid(setting));
  if (settings.length === 0) return null;
  return (
    <Section title={t('podSettings.title')} testId="pod-settings">
      <Facts
        facts={settings.map(setting => ({
          id: setting.id,
          name: t(`podSettings.${setting.id}`),
          value: <Value cluster={subject.cluster} setting={setting} />,
        }))}
      />
    </Section>
  );
}

function Value({
  cluster,
  setting: { text, at, reference },
}: {
  readonly cluster: string;
  readonly setting: PodSetting;
}) {
  if (at !== undefined) return <Age at={at} />;
  if (reference === undefined) return <BreakableText text={visibleText(text)} />;
  return (
    <ObjectLink cluster={cluster} reference={reference}>
      {visibleText(text)}
    </ObjectLink>
  );
}

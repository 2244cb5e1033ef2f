import { useTranslation } from 'react-i18next';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import { ListGap } from '../../../parts/list-gap.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { SliceEndpoints } from './slice-endpoints.tsx';
import { useSelectedPods, useServiceSlices } from './use-service-slices.ts';
import type { SectionProps } from '../sections/section-props.ts';

/** From the Service to its pods: which get traffic, and of the others why they do not. */
export function ServicePath({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const { cluster, namespace } = subject;
  const slices = useServiceSlices(subject);
  const { pods, selector } = useSelectedPods(subject, object);
  const external = asString(getPath(object, 'spec', 'externalName'));
  if (external !== '')
    return (
      <Section title={t('path.title')} testId="service-path">
        <p>{t('path.external', { host: visibleText(external) })}</p>
      </Section>
    );
  const rows = [...slices.rows.values()];
  const isTold = listAnswer(slices).kind === 'told';
  return (
    <Section title={t('path.title')} testId="service-path">
      {selector === null ? <p className="dim">{t('path.noSelector')}</p> : null}
      {isTold && selector !== null && pods.matched === 0 ? <p className="tone-warning">{t('path.noPods')}</p> : null}
      {rows.length === 0 ? <ListGap list={slices} none={t('path.noEndpoints')} className="tone-warning" /> : null}
      {rows.map(row => (
        <SliceEndpoints key={row.key} cluster={cluster} namespace={namespace} name={row.name} pods={pods.rows} />
      ))}
    </Section>
  );
}

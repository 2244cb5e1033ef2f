import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { Section } from '../../../ui/screen/section.tsx';
import type { SectionProps } from './section-props.ts';
import styles from './labels.module.css';

/** Labels as chips; each leads to the list of the objects that have it. */
export function Labels({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const { cluster, view, namespace } = subject;
  const entries = Object.entries(readMeta(object).labels);
  if (entries.length === 0) return null;
  return (
    <Section title={t('detail.labels')}>
      <ul className={styles['chips']}>
        {entries.map(([key, value]) => (
          <li key={key}>
            <Link
              className={styles['chip']}
              to="/c/$cluster/$resource"
              params={{ cluster, resource: kindAddress(view.resource) }}
              search={{ q: `label:${key}=${value}`, ...(namespace === '' ? {} : { ns: namespace }) } as never}
              title={t('detail.labelHint', { label: `${key}=${value}` })}
            >
              {visibleText(key)} <b>{visibleText(value)}</b>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

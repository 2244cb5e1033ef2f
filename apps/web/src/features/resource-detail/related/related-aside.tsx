import { useTranslation } from 'react-i18next';
import type { RelationGroup } from '@lanthorn/views/cells/reference.ts';
import { useRelated } from '../../../data/relations/use-related.ts';
import { Section } from '../../../ui/screen/section.tsx';
import type { SectionProps } from '../sections/section-props.ts';
import { listedObjects } from './listed-objects.ts';
import { ListedItem, NamedItem } from './related-item.tsx';
import styles from './related.module.css';

const GROUPS: readonly RelationGroup[] = ['reachedBy', 'uses'];
/** As many as stand beside what one comes for; all are in the Related tab. */
const MAX_BESIDE = 8;

/** Beside the overview of what runs pods: what reaches it and what it uses. Nothing where nothing does, or that is not known. */
export function RelatedAside({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t, i18n } = useTranslation();
  const { named, lists } = useRelated(subject.cluster, { view: subject.view, object }, { groups: GROUPS });
  const place = { cluster: subject.cluster, own: subject.namespace };
  return GROUPS.map(group => {
    const listed = listedObjects(lists.filter(list => list.group === group));
    const its = named.filter(one => one.group === group);
    const count = listed.length + its.length;
    if (count === 0) return null;
    return (
      <Section
        key={group}
        title={t(`related.${group}`)}
        note={count > MAX_BESIDE ? count.toLocaleString(i18n.language) : ''}
        testId={`beside-${group}`}
      >
        <ul className={styles['beside']}>
          {listed.slice(0, MAX_BESIDE).map(one => (
            <ListedItem key={one.key} {...place} listed={one} />
          ))}
          {its.slice(0, Math.max(0, MAX_BESIDE - listed.length)).map(one => (
            <NamedItem key={JSON.stringify(one.reference)} {...place} named={one} isFollowed={false} />
          ))}
        </ul>
      </Section>
    );
  });
}

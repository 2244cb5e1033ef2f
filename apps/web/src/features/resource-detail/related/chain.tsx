import { useTranslation } from 'react-i18next';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { RelationGroup } from '@lanthorn/views/cells/reference.ts';
import { useRelated } from '../../../data/relations/use-related.ts';
import { kindTitle } from '../../../parts/kind-title.ts';
import { Section } from '../../../ui/screen/section.tsx';
import { whyText } from '../../../ui/status/freshness.tsx';
import { isListed, listedObjects } from './listed-objects.ts';
import { ListedItem, NamedItem } from './related-item.tsx';
import styles from './related.module.css';
import type { SectionProps } from '../sections/section-props.ts';

/** Who uses it, what it is bound to, what it is made from. */
const GROUPS: readonly RelationGroup[] = ['usedBy', 'boundTo', 'uses'];
/** All of them are in the Related tab. */
const MAX_LISTED = 20;

/** The chain that a volume is part of, from the pods to the class, each with how it is. */
export function Chain({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const { named, lists } = useRelated(subject.cluster, { view: subject.view, object }, { groups: GROUPS });
  const place = { cluster: subject.cluster, own: subject.namespace };
  const unread = lists.filter(
    ({ list: { state } }) => state.kind === 'forbidden' || (state.kind === 'stale' && state.isEmpty),
  );
  return (
    <Section title={t('chain.title')} testId="chain">
      {GROUPS.map(group => {
        const listed = listedObjects(lists.filter(list => list.group === group));
        const alone = named.filter(one => one.group === group && !isListed(listed, one.reference));
        return (
          <div key={group} className={styles['link']}>
            <h3>{t(`related.${group}`)}</h3>
            {listed.length + alone.length === 0 ? (
              <p className="dim">{t('chain.none')}</p>
            ) : (
              <ul className={styles['list']}>
                {alone.map(one => (
                  <NamedItem key={JSON.stringify(one.reference)} {...place} named={one} isFollowed />
                ))}
                {listed.slice(0, MAX_LISTED).map(one => (
                  <ListedItem key={one.key} {...place} listed={one} />
                ))}
              </ul>
            )}
          </div>
        );
      })}
      {unread.map(({ view, list }) => (
        <p key={groupResource(view.resource)} className="tone-warning">
          {t('chain.unread', { kind: kindTitle(view, t), why: whyText(list.state, t) })}
        </p>
      ))}
    </Section>
  );
}

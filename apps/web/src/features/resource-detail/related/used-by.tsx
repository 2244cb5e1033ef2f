import { useTranslation } from 'react-i18next';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { RelationGroup } from '@lanthorn/views/cells/reference.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import { useViewState } from '../../../data/lists/view-state.ts';
import { useRelated } from '../../../data/relations/use-related.ts';
import { kindTitle } from '../../../parts/kind-title.ts';
import { Button } from '../../../ui/button/button.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { whyText } from '../../../ui/status/freshness.tsx';
import type { SectionProps } from '../sections/section-props.ts';
import { foldOwned, listedObjects } from './listed-objects.ts';
import { ListedItem } from './related-item.tsx';
import styles from './related.module.css';

const GROUPS: readonly RelationGroup[] = ['usedBy'];
/** All of them are in the Related tab. */
const MAX_LISTED = 20;

/** Of what is there for others: who uses it, each with how it is. What others of these made is left out. */
export function UsedBy({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t, i18n } = useTranslation();
  const { setSearch } = useViewState();
  const { cluster, namespace, view } = subject;
  const { lists, customKinds, moreKinds, otherKinds } = useRelated(cluster, { view, object }, { groups: GROUPS });
  const { top } = foldOwned(listedObjects(lists));
  const unread = lists.filter(({ list }) => listAnswer(list).kind === 'unknown');
  const isLoading = customKinds === 'loading' || lists.some(({ list }) => listAnswer(list).kind === 'loading');
  const areKindsKnown = customKinds === 'known' && otherKinds === 0;
  const isNone = top.length === 0 && !isLoading && unread.length === 0 && areKindsKnown;
  const isCut = lists.some(({ list }) => (list.matched ?? 0) > list.rows.size);
  const note = isLoading
    ? t('related.soFar', { count: top.length })
    : isCut
      ? t('related.atLeast', { count: top.length })
      : top.length.toLocaleString(i18n.language);
  const toAll = (
    <Button variant="link" onClick={() => setSearch({ tab: 'related' }, 'push')}>
      {t('tab.related')}
    </Button>
  );
  return (
    <Section title={t('related.usedBy')} note={top.length === 0 ? '' : note} link={toAll} testId="used-by">
      {top.length === 0 ? null : (
        <ul className={styles['list']}>
          {top.slice(0, MAX_LISTED).map(one => (
            <ListedItem key={one.key} cluster={cluster} own={namespace} listed={one} />
          ))}
        </ul>
      )}
      {top.length === 0 && isLoading ? <Skeleton lines={3} label={t('detail.loading')} /> : null}
      {isNone ? <p className="dim">{t('related.unused')}</p> : null}
      {unread.map(({ view: kind, list }) => (
        <p key={groupResource(kind.resource)} className="tone-warning">
          {t('chain.unread', { kind: kindTitle(kind, t), why: whyText(list.state, t) })}
        </p>
      ))}
      {customKinds === 'failed' ? <p className="tone-warning">{t('related.customKindsUnasked')}</p> : null}
      {moreKinds === 0 ? null : <p className="tone-warning">{t('related.moreKinds', { count: moreKinds })}</p>}
      {otherKinds === 0 ? null : <p className="dim">{t('deletion.otherKinds', { count: otherKinds })}</p>}
    </Section>
  );
}

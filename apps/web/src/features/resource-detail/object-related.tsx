import { type KeyboardEvent, Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import type { Related, ToldList } from '../../data/relations/use-related.ts';
import { kindTitle } from '../../parts/kind-title.ts';
import { Button } from '../../ui/button/button.tsx';
import { useFocusReturn } from '../../ui/focus/focus-return.ts';
import { Section } from '../../ui/screen/section.tsx';
import { later } from '../../ui/words/later.ts';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { whyText } from '../../ui/status/freshness.tsx';
import { ListedItem, NamedItem } from './related/related-item.tsx';
import { useRelatedGroups } from './tabs/use-related-groups.ts';
import type { OnCount } from './tabs/use-tab-counts.ts';
import styles from './related/related.module.css';
import type { SectionProps } from './sections/section-props.ts';

const WhoCan = later(async () => (await import('./access/who-can.tsx')).WhoCan);

/** Named objects whose state is followed, each by a watch of its own: more than almost any object names. */
const MAX_FOLLOWED = 20;

/** Every object that this one has to do with, both ways, by what it means; each leads to its page. */
export function ObjectRelated({
  subject,
  object,
  onCount,
}: Pick<SectionProps, 'subject' | 'object'> & { readonly onCount: OnCount }) {
  const { t, i18n } = useTranslation();
  const { related, groups, isLoading } = useRelatedGroups(subject, object, onCount);
  const unread = related.lists.filter(({ list }) => listAnswer(list).kind === 'unknown');
  const areKindsKnown = related.customKinds === 'known' && related.otherKinds === 0;
  const isNothing = groups.every(group => group.count === 0);
  let followed = 0;
  return (
    <div data-testid="related" onKeyDown={moveBetweenLinks}>
      {groups.map(({ group, named, top, folded, count: inGroup, isPart, cut }) =>
        inGroup === 0 ? null : (
          <Section
            key={group}
            title={t(`related.${group}`)}
            note={isPart ? t('related.soFar', { count: inGroup }) : inGroup.toLocaleString(i18n.language)}
            testId={`related-${group}`}
          >
            <ul className={styles['list']}>
              {named.map(one => (
                <NamedItem
                  key={JSON.stringify(one.reference)}
                  cluster={subject.cluster}
                  own={subject.namespace}
                  named={one}
                  isFollowed={followed++ < MAX_FOLLOWED}
                />
              ))}
              {top.map(one => (
                <ListedItem key={one.key} cluster={subject.cluster} own={subject.namespace} listed={one} />
              ))}
            </ul>
            {folded.length === 0 ? null : (
              <details>
                <summary>{t('related.folded', { count: folded.length })}</summary>
                <ul className={styles['list']}>
                  {folded.map(one => (
                    <ListedItem key={one.key} cluster={subject.cluster} own={subject.namespace} listed={one} />
                  ))}
                </ul>
              </details>
            )}
            {cut.map(({ view, list }) => (
              <p key={view.kind} className="tone-warning">
                {t('related.cut', {
                  shown: list.rows.size,
                  count: list.matched ?? 0,
                  kind: kindTitle(view, t),
                })}
              </p>
            ))}
          </Section>
        ),
      )}
      {isLoading ? <Skeleton lines={isNothing ? 6 : 2} label={t('detail.loading')} /> : null}
      <StillRead lists={related.lists} />
      {isNothing && !isLoading && unread.length === 0 && areKindsKnown ? (
        <p className="dim">{t('related.nothing')}</p>
      ) : null}
      {unread.length === 0 && related.customKinds !== 'failed' ? null : <Unread lists={unread} related={related} />}
      <Looked related={related} />
      <Suspense fallback={null}>
        <WhoCan subject={subject} />
      </Suspense>
    </div>
  );
}

/** Which lists are still on their way, and how far they are: until then what stands here is not all. */
function StillRead({ lists }: { readonly lists: readonly ToldList[] }) {
  const { t } = useTranslation();
  const kinds = lists.flatMap(({ view, list: { state, matched } }) => {
    if (listAnswer({ state, matched }).kind !== 'loading') return [];
    const kind = kindTitle(view, t);
    const isFar = state.kind === 'loading' && state.total !== null;
    return isFar ? t('related.readOf', { kind, loaded: state.loaded, total: state.total }) : kind;
  });
  return kinds.length === 0 ? null : (
    <p className={styles['looked']} data-testid="related-still-read">
      {t('related.stillRead', { kinds: [...new Set(kinds)].join(', ') })}
    </p>
  );
}

/** A kind that may not be read, or could not be, is named: what is not known is not nothing. */
function Unread({
  lists,
  related: { customKinds, retry },
}: {
  readonly lists: readonly ToldList[];
  readonly related: Related;
}) {
  const { t } = useTranslation();
  useFocusReturn();
  const byKind = new Map(lists.map(told => [groupResource(told.view.resource), told]));
  return (
    <Section title={t('related.unread')} testId="related-unread">
      <ul className={styles['list']}>
        {[...byKind].map(([kind, { view, list }]) => (
          <li key={kind} className={styles['item']}>
            <span />
            <span className={styles['kind']}>{kindTitle(view, t)}</span>
            <span className={styles['name']}>{whyText(list.state, t)}</span>
          </li>
        ))}
      </ul>
      {customKinds === 'failed' ? <p>{t('related.customKindsUnasked')}</p> : null}
      <Button onClick={retry}>{t('freshness.retry')}</Button>
    </Section>
  );
}

/** In which kinds the way back was looked for. */
function Looked({ related }: { readonly related: Related }) {
  const { lists, customKinds, moreKinds, otherKinds, lookFurther, further } = related;
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  /** The button goes with it: the focus stays where the kinds will be named. */
  const goOn = () => {
    box.current?.focus({ preventScroll: true });
    lookFurther();
  };
  const kinds = new Set(lists.map(({ view }) => kindTitle(view, t)));
  if (customKinds === 'loading' || (kinds.size === 0 && otherKinds === 0)) return null;
  return (
    <div ref={box} className={styles['looked']} tabIndex={-1}>
      {kinds.size === 0 ? null : t('related.looked', { kinds: [...kinds].join(', ') })}{' '}
      {customKinds === 'failed' ? null : t('related.customKinds')}{' '}
      {moreKinds === 0 ? null : t('related.moreKinds', { count: moreKinds })}
      {otherKinds > 0 ? (
        <p>
          <Button isBusy={further === 'awaited'} onClick={goOn}>
            {t('related.lookFurther', { count: otherKinds })}
          </Button>
        </p>
      ) : null}
      {further === 'failed' ? (
        <p className="tone-warning" role="alert">
          {t('related.customKindsUnasked')}
        </p>
      ) : null}
    </div>
  );
}

/** Up and down go from one object to the next, over the groups. */
function moveBetweenLinks(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('li a')];
  const at = links.findIndex(link => link === document.activeElement);
  const next = links[at + step];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  next.focus();
}

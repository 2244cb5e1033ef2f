import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { PastSlot, SkipCause } from '@lanthorn/views/kinds/batch/past-slot.ts';
import { MAX_WHOLE } from '../../../../data/lists/use-whole-list.ts';
import { listAnswer } from '../../../../data/lists/list-answer.ts';
import { Skeleton } from '../../../../ui/status/skeleton.tsx';
import { Table } from '../../../../ui/data/table.tsx';
import { Button } from '../../../../ui/button/button.tsx';
import { Checkbox } from '../../../../ui/form/checkbox.tsx';
import { ROVING, useRovingTab } from '../../../../ui/grid/use-roving-tab.ts';
import { whyText } from '../../../../ui/status/freshness.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { useTimeWords } from '../../../../ui/time/reader-time.ts';
import { causeText } from './cause-text.ts';
import { BackfillBar } from './backfill-bar.tsx';
import { type DetailSubject, targetOf } from '../../subject/detail-subject.ts';
import type { PastDay } from './use-past-day.ts';
import type { RunRecord } from './use-run-record.ts';
import { later } from '../../../../ui/words/later.ts';

const RecordRuns = later(async () => (await import('../../../../parts/record-runs.tsx')).RecordRuns);

/** Slots shown at first; the button shows the rest of the day. */
const SHOWN = 5;

type Unstarted = Extract<PastSlot, { cause: SkipCause }>;

/** What became of each time of the last day: what ran, what was skipped and why, and of how many nothing is known. */
export function LastDay({
  subject,
  cronJob,
  slots,
  record,
}: {
  readonly subject: DetailSubject;
  readonly cronJob: unknown;
  readonly slots: PastDay;
  readonly record: RunRecord;
}) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  // Where no times can be worked out there is no last day to tell of; what ran is recorded all the same.
  if (slots === null)
    return (
      <section className="section">
        <h2>{t('record.title')}</h2>
        <Recording subject={subject} />
      </section>
    );
  if (slots === 'loading')
    return (
      <LastDaySection>
        <Skeleton lines={2} label={t('detail.loading')} />
      </LastDaySection>
    );
  const unstarted = slots.filter(slot => 'cause' in slot);
  const unrecorded = slots.filter(slot => slot.state === 'noRecord');
  const count = (wanted: PastSlot['state']) => slots.filter(slot => slot.state === wanted).length;
  return (
    <LastDaySection>
      <Gaps record={record} />
      <p>
        {slots.length === 0
          ? t('slot.noneDue')
          : [
              t('slot.due', { count: slots.length }),
              ...(['ran', 'skipped', 'waits', 'noRecord'] as const)
                .filter(each => count(each) > 0)
                .map(each => t(`slot.state.${each}`, { count: count(each) })),
            ].join(' · ')}
      </p>
      <UnstartedTable slots={unstarted} subject={subject} cronJob={cronJob} />
      {unrecorded[0] === undefined ? null : (
        <p className="dim" data-slots="noRecord">
          {t('slot.noRecord', { count: unrecorded.length, time: exact(unrecorded[0].at) })}
        </p>
      )}
      <Recording subject={subject} />
    </LastDaySection>
  );
}

function Recording({ subject }: { readonly subject: DetailSubject }) {
  return (
    <Suspense fallback={null}>
      <RecordRuns cluster={subject.cluster} near={[subject.namespace]} />
    </Suspense>
  );
}

/** As high while it loads as with a few lines, so that what is below does not jump. */
function LastDaySection({ children }: { readonly children: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <section className="section last-day" data-testid="last-day">
      <h2>{t('slot.title')}</h2>
      {children}
    </section>
  );
}

/** What could not be asked, and why: of what only that would tell nothing is known. */
function Gaps({ record: { jobs, events, kept } }: { readonly record: RunRecord }) {
  const { t } = useTranslation();
  return (
    <>
      {(
        [
          ['jobs', jobs],
          ['events', events],
        ] as const
      ).map(([name, list]) =>
        listAnswer(list).kind === 'unknown' ? (
          <p key={name} className="tone-warning" data-gap={name}>
            {t(`slot.gap.${name}`, { why: visibleText(whyText(list.state, t)) })}
          </p>
        ) : list.matched !== null && list.matched > list.rows.size && list.rows.size >= MAX_WHOLE ? (
          <p key={name} className="tone-warning" data-gap={name}>
            {t(`slot.cut.${name}`, { shown: list.rows.size, count: list.matched })}
          </p>
        ) : null,
      )}
      {kept.trouble === '' ? null : (
        <p className="tone-warning" data-gap="kept">
          {t('slot.gap.kept', { why: visibleText(kept.trouble) })}
        </p>
      )}
    </>
  );
}

/** What the controller did not start: why, and the way to run after all what it never will. */
function UnstartedTable({
  slots,
  subject,
  cronJob,
}: {
  readonly slots: readonly Unstarted[];
  readonly subject: DetailSubject;
  readonly cronJob: unknown;
}) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  const [isWhole, setWhole] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const roving = useRovingTab<HTMLTableElement>();
  // What was chosen may have got a record since: it is no longer there to be run.
  const skipped = new Set(slots.filter(({ state }) => state === 'skipped').map(({ at }) => at));
  const wanted = new Set([...chosen].filter(at => skipped.has(at)));
  const isDeleted = readMeta(cronJob).deletedAt !== null;
  const choose = (at: number) => {
    const next = new Set(wanted);
    if (!next.delete(at)) next.add(at);
    setChosen(next);
  };
  if (slots.length === 0) return null;
  return (
    <>
      <Table role="grid" aria-label={t('slot.title')} {...roving}>
        {(isWhole ? slots : slots.slice(0, SHOWN)).map(slot => (
          <tr key={slot.at} data-slot={slot.state} data-reason={slot.cause.reason}>
            <td>
              {slot.state === 'skipped' && !isDeleted ? (
                <Checkbox
                  aria-label={t('backfill.choose', { time: exact(slot.at) })}
                  checked={wanted.has(slot.at)}
                  onChange={() => choose(slot.at)}
                  {...ROVING}
                />
              ) : null}
            </td>
            <td>{exact(slot.at)}</td>
            <td>
              {slot.state === 'waits' ? `${t('slot.waits')} ` : ''}
              {causeText(slot.cause, { t, exact })}
            </td>
          </tr>
        ))}
      </Table>
      {wanted.size === 0 ? null : (
        <BackfillBar slots={wanted} target={targetOf(subject, cronJob)} onStarted={() => setChosen(new Set())} />
      )}
      {slots.length > SHOWN && !isWhole ? (
        <Button variant="link" onClick={() => setWhole(true)}>
          {t('slot.all', { count: slots.length })}
        </Button>
      ) : null}
    </>
  );
}

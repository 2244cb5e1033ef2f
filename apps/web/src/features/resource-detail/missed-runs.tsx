import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asNumber, asString } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/kube-object.ts';
import type { RunCell } from '@lanthorn/views/cells/cell.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { type MissedSlot, missedSlots } from '@lanthorn/views/cronjob-slots.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { useNow } from '../../ui/clock.ts';
import { visibleText } from '../../ui/text.ts';
import { fullTime } from '../../ui/time.tsx';
import { BackfillBar } from './backfill-bar.tsx';
import { type DetailSubject, targetOf } from './detail-subject.ts';
import { useOwned } from './owned-list.tsx';

const DAY_MS = 86_400_000;
/** Missed times shown at first; the button shows the rest of the day. */
const SHOWN = 5;

/** Why it did not run: each time of the last day without a Job, with the controller's reason and what proves it. */
export function MissedRuns({
  subject,
  cronJob,
  runs,
}: {
  readonly subject: DetailSubject;
  readonly cronJob: unknown;
  readonly runs: readonly RunCell[];
}) {
  const { t, i18n } = useTranslation();
  const minute = Math.floor(useNow() / 60_000) * 60_000;
  const list = useOwned(subject, 'events', { uid: readMeta(cronJob).uid });
  const [isWhole, setWhole] = useState(false);
  const { rows } = list;
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const choose = (at: number) => {
    const next = new Set(chosen);
    if (!next.delete(at)) next.add(at);
    setChosen(next);
  };
  const missed = useMemo(() => {
    const events = [...rows.values()].map(({ cells }) => ({
      at: asNumber(cells[columnIndex(EVENT_VIEW, 'lastSeen')]) ?? 0,
      reason: asString(cells[columnIndex(EVENT_VIEW, 'reason')]),
      message: asString(cells[columnIndex(EVENT_VIEW, 'message')]),
    }));
    return missedSlots(cronJob, { now: minute, from: minute - DAY_MS, runs, events });
  }, [cronJob, minute, runs, rows]);
  // What the history limits removed may have run: that is no question to answer.
  const asked = missed.filter(({ reason }) => reason !== 'notKept');
  if (asked.length === 0) return null;
  const shown = isWhole ? asked : asked.slice(0, SHOWN);
  return (
    <section className="section" data-testid="missed-runs">
      <h2>{t('slot.title', { count: asked.length })}</h2>
      <table className="plain-table">
        <tbody>
          {shown.map(slot => (
            <tr key={slot.at} data-missed={slot.reason}>
              <td>
                <input
                  type="checkbox"
                  aria-label={t('backfill.choose', { time: fullTime(slot.at, i18n.language) })}
                  checked={chosen.has(slot.at)}
                  onChange={() => choose(slot.at)}
                />
              </td>
              <td>{fullTime(slot.at, i18n.language)}</td>
              <td>{reasonText(slot, { t, language: i18n.language })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {chosen.size === 0 ? null : (
        <BackfillBar slots={chosen} target={targetOf(subject, cronJob)} onStarted={() => setChosen(new Set())} />
      )}
      {asked.length > shown.length ? (
        <button type="button" className="link-button" onClick={() => setWhole(true)}>
          {t('slot.all', { count: asked.length })}
        </button>
      ) : null}
    </section>
  );
}

function reasonText(
  { reason, evidence, since }: MissedSlot,
  { t, language }: { t: TFunction; language: string },
): string {
  return t(`slot.why.${reason}`, {
    evidence: visibleText(evidence),
    since: since === null ? '?' : fullTime(since, language),
    ...(since === null && reason === 'suspended' ? { context: 'long' } : {}),
  });
}

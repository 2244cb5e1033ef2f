import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openActionDialog } from '../../../../../data/actions/action-dialog-store.ts';
import { TimeZone } from '@lanthorn/kube/schedule/time-zone.ts';
import { useTimeWords } from '../../../../../ui/time/reader-time.ts';
import { useNow, useTimeReader } from '../../../../../ui/time/clock.ts';
import { useClusterUser } from '../../../../../data/client/use-cluster-user.ts';
import type { ObjectFormProps } from '../../../subject/object-form-props.ts';
import { Button } from '../../../../../ui/button/button.tsx';
import { DialogFooter } from '../../../../../ui/dialog/dialog.tsx';
import { TextInput } from '../../../../../ui/form/text-input.tsx';
import { FormDialog } from '../../../../../parts/form/form-dialog.tsx';

const HOUR_MS = 3_600_000;
const WALL_TIME = /^(\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d)/;

/** Asks until when, and why; then the same dialog as every action shows what that means. */
export function PauseUntil({ target, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  const by = useClusterUser(target.cluster);
  const readTime = useTimeReader();
  const { zone } = useTimeWords();
  const [until, setUntil] = useState(() => wallText(readTime() + HOUR_MS, zone));
  const [reason, setReason] = useState('');
  const at = wallInstant(until, zone);
  const why = at > useNow() ? null : t('pause.inPast');
  const preview = () => {
    const pause = { until: new Date(at).toISOString().replace(/\.\d+/, ''), by, reason };
    openActionDialog('cronjob.pause', [target], { params: { pause }, onStarted: onClose });
  };
  return (
    <FormDialog title={t('pause.title', { name: target.name })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (why === null) preview();
        }}
      >
        <TextInput
          type="datetime-local"
          label={t('pause.until', { zone })}
          value={until}
          error={why}
          onChange={setUntil}
          data-autofocus
        />
        <TextInput label={t('pause.reason')} maxLength={200} value={reason} onChange={setReason} />
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" why={why}>
            {t('pause.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}

/** What a `datetime-local` field shows: the wall time in the reader's zone. */
function wallText(ms: number, zone: string): string {
  return new Date(ms + zoneOf(zone).offsetAt(ms)).toISOString().slice(0, 16);
}

/** NaN where the field holds no time. */
function wallInstant(text: string, zone: string): number {
  const [, year, month, day, hour, minute] = WALL_TIME.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return Number.NaN;
  return zoneOf(zone).instant({ year, month, day, hour: hour ?? 0, minute: minute ?? 0 });
}

/** One that the page tells times in is known. */
function zoneOf(zone: string): TimeZone {
  const loaded = TimeZone.load(zone);
  if (!loaded.ok) throw new RangeError(loaded.error);
  return loaded.value;
}

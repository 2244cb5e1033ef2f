import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/action.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { readPause } from '@lanthorn/views/kinds/batch/pause.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { useNow, useTimeReader } from '../../../../ui/time/clock.ts';
import { FormDialog } from './form-dialog.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { fullTime } from '../../../../ui/time/time.tsx';

const HOUR_MS = 3_600_000;

/** Asks until when, and why; then the same dialog as every action shows what that means. */
export function PauseUntil({
  target,
  by,
  onClose,
}: {
  readonly target: ObjectTarget;
  readonly by: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const readTime = useTimeReader();
  const [until, setUntil] = useState(() => localText(readTime() + HOUR_MS));
  const [reason, setReason] = useState('');
  const at = new Date(until).getTime();
  const isPast = !(at > useNow());
  const preview = () => {
    const pause = { until: new Date(at).toISOString().replace(/\.\d+/, ''), by, reason };
    openActionDialog('cronjob.pause', [target], { params: { pause }, onStarted: onClose });
  };
  return (
    <FormDialog title={t('pause.title', { name: target.name })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (!isPast) preview();
        }}
      >
        <TextInput
          type="datetime-local"
          label={t('pause.until')}
          value={until}
          error={isPast ? t('pause.inPast') : null}
          onChange={event => setUntil(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput
          label={t('pause.reason')}
          maxLength={200}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
        />
        <div className="detail-actions" style={{ padding: '8px 0 0', justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" disabled={isPast}>
            {t('pause.preview')}
          </Button>
        </div>
      </form>
    </FormDialog>
  );
}

/** What a `datetime-local` field shows: the reader's own wall time. */
function localText(ms: number): string {
  const date = new Date(ms);
  return new Date(ms - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** That it is paused, until when, by whom and why. */
export function PauseNote({ cronJob }: { readonly cronJob: unknown }) {
  const { t, i18n } = useTranslation();
  const pause = readPause(cronJob);
  const until = parseTime(pause?.until);
  if (pause === null) return null;
  return (
    <p className="tone-warning" data-testid="pause">
      {t('pause.note', {
        time: until === null ? visibleText(pause.until) : fullTime(until, i18n.language),
        by: visibleText(pause.by),
      })}{' '}
      {pause.reason === '' ? '' : t('pause.noteReason', { reason: visibleText(pause.reason) })}
    </p>
  );
}

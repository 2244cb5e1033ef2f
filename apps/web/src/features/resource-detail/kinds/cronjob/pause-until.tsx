import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { useNow, useTimeReader } from '../../../../ui/time/clock.ts';
import { useClusterUser } from '../../../../data/client/use-cluster-user.ts';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';
import { FormDialog } from './form-dialog.tsx';

const HOUR_MS = 3_600_000;

/** Asks until when, and why; then the same dialog as every action shows what that means. */
export function PauseUntil({ target, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  const by = useClusterUser(target.cluster);
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

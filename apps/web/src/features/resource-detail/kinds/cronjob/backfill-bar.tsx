import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { MAX_AT_ONCE } from '@lanthorn/protocol/constants.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { BareInput } from '../../../../ui/form/text-input.tsx';

/** What the API server takes for a variable's name. */
const VARIABLE = /^([A-Za-z_][\w.-]*)?$/;

/** Runs missed slots after all, each as its own Job that knows its time. */
export function BackfillBar({
  slots,
  target,
  onStarted,
}: {
  readonly slots: ReadonlySet<number>;
  readonly target: ObjectTarget;
  readonly onStarted: () => void;
}) {
  const { t } = useTranslation();
  const [env, setEnv] = useState('');
  const [atOnce, setAtOnce] = useState(1);
  const run = () => {
    // The oldest first, as the schedule would have run them.
    const ordered = [...slots].sort((a, b) => a - b);
    const targets = ordered.map(() => target);
    openActionDialog('cronjob.backfill', targets, { params: { backfill: { slots: ordered, env, atOnce } }, onStarted });
  };
  return (
    <div className="editor-bar" style={{ padding: '6px 0' }}>
      <label>
        {t('backfill.env')} <BareInput value={env} onChange={setEnv} />
      </label>
      <label>
        {t('backfill.atOnce')}{' '}
        <BareInput
          type="number"
          min={1}
          max={MAX_AT_ONCE}
          value={atOnce}
          onChange={text => setAtOnce(Math.min(MAX_AT_ONCE, Math.max(1, Number(text) || 1)))}
        />
      </label>
      <Button why={VARIABLE.test(env) ? null : t('backfill.badName')} onClick={run}>
        {t('backfill.run', { count: slots.size })}
      </Button>
    </div>
  );
}

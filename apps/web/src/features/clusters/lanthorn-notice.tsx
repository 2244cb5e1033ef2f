import { useTranslation } from 'react-i18next';
import { useConnectionState } from '../../data/client/use-connection-state.ts';
import { lossReason } from '../../data/client/use-fresh-state.ts';
import { Notice } from '../../ui/status/notice.tsx';
import { reasonText } from '../../ui/status/freshness.tsx';
import { useSettled } from '../../ui/time/clock.ts';

/** A server that was started again is back sooner; nobody needs to read of that. */
const QUIET_MS = 1_000;

/** Whether Lanthorn itself is away, long enough to be said: then nothing is known of any cluster. */
export function useIsLost(): boolean {
  return useSettled(useConnectionState().kind === 'lost', QUIET_MS);
}

/** On every screen: that it is Lanthorn which does not answer, and no cluster. */
export function LanthornNotice() {
  const { t } = useTranslation();
  const state = useConnectionState();
  const isLost = useIsLost();
  if (!isLost || state.kind !== 'lost') return null;
  return (
    <div data-testid="lanthorn-notice">
      <Notice tone="bad" role="alert">
        {reasonText(lossReason(state.why), t)}
      </Notice>
    </div>
  );
}

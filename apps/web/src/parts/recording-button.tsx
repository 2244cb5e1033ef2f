import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button/button.tsx';
import { ROVING } from '../ui/grid/use-roving-tab.ts';
import { Popover } from '../ui/layer/popover.tsx';
import { RecordingSwitch } from './record-runs.tsx';
import { type Recording, useRecording } from './use-recording.ts';

/** Says whether runs are recorded without a tab, and opens the switch. */
export function RecordingButton({
  cluster,
  near,
}: {
  readonly cluster: string;
  /** Namespaces that are looked at. */
  readonly near: readonly string[];
}) {
  const { t } = useTranslation();
  const recording = useRecording(cluster);
  const state = stateOf(recording);
  return (
    <Popover
      label={t('record.title')}
      width={420}
      trigger={trigger => (
        <Button {...trigger} {...ROVING} data-recording={state}>
          {t(`record.state.${state}`)}
        </Button>
      )}
    >
      <RecordingSwitch cluster={cluster} recording={recording} near={near} />
    </Popover>
  );
}

function stateOf({ answer, trouble }: Recording): 'loading' | 'unknown' | 'off' | 'on' | 'blind' {
  if (answer === null) return trouble === '' ? 'loading' : 'unknown';
  if (answer.recording === null) return 'off';
  const isSeen = answer.recording.scopes.every(({ state }) => state.kind === 'live');
  return isSeen && answer.history.problem === null ? 'on' : 'blind';
}

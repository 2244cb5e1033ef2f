import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptRecording } from '@lanthorn/protocol/recordings/recording-messages.ts';
import { useClient } from '../../data/client/client.ts';
import { forgetRecording, loadRecordings, useRecordings } from '../../data/terminals/use-recordings.ts';
import { Button } from '../../ui/button/button.tsx';
import { Table } from '../../ui/data/table.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog/dialog.tsx';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { Age, shortDuration } from '../../ui/time/time.tsx';
import { bytesText } from '../../ui/words/quantity-text.ts';
import { sizeText } from '../../ui/words/size-text.ts';
import { visibleText } from '../../ui/words/text.ts';
import { RecordingPlayer } from './recording-player.tsx';
import styles from './recordings-panel.module.css';

const DAY_MS = 86_400_000;

/** The recordings of terminals that are kept: played here, saved as files, deleted. */
export function RecordingsPanel({ cluster }: { readonly cluster: string }) {
  const { t, i18n } = useTranslation();
  const { api } = useClient();
  const { answer, problem } = useRecordings();
  const panel = useRef<HTMLDivElement>(null);
  const [played, setPlayed] = useState<KeptRecording | null>(null);
  const onGone = useCallback(() => {
    if (document.activeElement === document.body) panel.current?.focus();
  }, []);
  useEffect(() => void loadRecordings(api), [api]);
  if (played !== null) return <RecordingPlayer key={played.id} recording={played} onClose={() => setPlayed(null)} />;
  return (
    <div ref={panel} role="group" aria-label={t('dock.recordings')} tabIndex={-1} className={styles['panel']}>
      {problem === null ? null : (
        <p className="notice tone-warning" role="alert">
          {visibleText(problem)}
        </p>
      )}
      {answer === null ? (
        problem === null && <Skeleton lines={2} label={t('detail.loading')} />
      ) : (
        <>
          {answer.recordings.length === 0 ? <p className="notice">{t('recordings.none')}</p> : null}
          <Table aria-label={t('dock.recordings')}>
            {answer.recordings.map(recording => (
              <Row
                key={recording.id}
                recording={recording}
                cluster={cluster}
                onPlay={() => setPlayed(recording)}
                onForget={() => void forgetRecording(api, recording)}
                onGone={onGone}
              />
            ))}
          </Table>
          <p className="log-end">
            {t('recordings.bounds', {
              count: Math.round(answer.bounds.ageMs / DAY_MS),
              size: bytesText(answer.bounds.bytes, i18n.language),
            })}
            {answer.isLasting ? null : ` ${t('recordings.passing')}`}
          </p>
        </>
      )}
    </div>
  );
}

function Row({
  recording,
  cluster,
  onPlay,
  onForget,
  onGone,
}: {
  readonly recording: KeptRecording;
  readonly cluster: string;
  readonly onPlay: () => void;
  readonly onForget: () => void;
  /** It takes the focus with it. */
  readonly onGone: () => void;
}) {
  const { t, i18n } = useTranslation();
  useEffect(() => onGone, [onGone]);
  const { id, pod, namespace, container, startedAt, durationMs, length } = recording;
  const where = [container, namespace, ...(recording.cluster === cluster ? [] : [recording.cluster])];
  return (
    <tr>
      <td data-place="title">
        {visibleText(pod)}
        <div className="dim">
          {where
            .filter(part => part !== '')
            .map(visibleText)
            .join(' · ')}
        </div>
      </td>
      <td data-place="detail" data-dim>
        <Age at={startedAt} /> · {shortDuration(durationMs)} · {sizeText(length, i18n.language)}
      </td>
      <td data-place="detail" data-whole>
        <div className={styles['buttons']}>
          <Button id={`play-${id}`} icon="play" onClick={onPlay}>
            {t('recordings.play')}
          </Button>
          <a className={styles['download']} href={`/api/recordings/${id}`} download>
            {t('logs.download')}
          </a>
          <ForgetButton name={visibleText(pod)} onForget={onForget} />
        </div>
      </td>
    </tr>
  );
}

/** Deletes it for good, once that was confirmed in another place and with another key. */
function ForgetButton({ name, onForget }: { readonly name: string; readonly onForget: () => void }) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const action = t('recordings.delete');
  const leave = () => setAsked(false);
  return (
    <>
      <Button onClick={() => setAsked(true)}>{action}</Button>
      <Dialog opened={isAsked} title={t('dialog.titleOne', { action, name })} onClose={leave}>
        <DialogFooter>
          <Button data-autofocus onClick={leave}>
            {t('cancel')}
          </Button>
          <Button
            variant="danger"
            onClick={() => {
              leave();
              onForget();
            }}
          >
            {t('recordings.forget')}
          </Button>
        </DialogFooter>
      </Dialog>
    </>
  );
}

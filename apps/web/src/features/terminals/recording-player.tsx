import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptRecording } from '@lanthorn/protocol/recordings/recording-messages.ts';
import { useClient } from '../../data/client/client.ts';
import { CastPlayer, type PlayerState, readCast } from '../../data/terminals/cast-player.ts';
import { Button } from '../../ui/button/button.tsx';
import { useFocusReturn } from '../../ui/focus/focus-return.ts';
import { shortDuration } from '../../ui/time/time.tsx';
import { visibleText } from '../../ui/words/text.ts';
import styles from './recordings-panel.module.css';
import { TerminalScreen } from './terminal-screen.ts';

interface Playing {
  readonly player: CastPlayer;
  readonly durationMs: number;
}

const BEGINNING: PlayerState = { atMs: 0, isPlaying: false };
/** Of the slider, by the arrows. */
const STEP_MS = 1_000;

/** A recording on a terminal that takes no keys: played, stopped, gone to. */
export function RecordingPlayer({
  recording,
  onClose,
}: {
  readonly recording: KeptRecording;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { api, clock } = useClient();
  const place = useRef<HTMLDivElement>(null);
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  useFocusReturn();
  const [playing, setPlaying] = useState<Playing | null>(null);
  const [state, setState] = useState(BEGINNING);
  const [problem, setProblem] = useState<string | null>(null);
  const { id, pod } = recording;
  const durationMs = playing?.durationMs ?? 0;
  useEffect(() => {
    const { current } = place;
    if (current === null) return undefined;
    const screen = new TerminalScreen({ onInput: () => {}, onTyped: () => {}, onSize: () => {}, onLeave: () => {} });
    screen.show(current);
    screen.become({ isTerminal: true, takesInput: false });
    let made: CastPlayer | null = null;
    let isGone = false;
    const begin = (text: string) => {
      if (isGone) return;
      const cast = readCast(text);
      if (cast === null) return setProblem(t('recordings.unreadable'));
      made = new CastPlayer(cast, { screen: screen.forCast(), clock, onChange: setState });
      setPlaying({ player: made, durationMs: cast.durationMs });
      made.play();
    };
    api
      .recording(id)
      .then(begin, (error: unknown) => setProblem(String(error instanceof Error ? error.message : error)));
    return () => {
      isGone = true;
      made?.pause();
      screen.dispose();
    };
  }, [api, clock, id, t]);
  return (
    <>
      <div className="log-bar">
        <Button ref={back} onClick={onClose}>
          {t('recordings.back')}
        </Button>
        <span>{visibleText(pod)}</span>
        <Button
          why={problem === null ? null : visibleText(problem)}
          isBusy={playing === null && problem === null}
          onClick={() => (state.isPlaying ? playing?.player.pause() : playing?.player.play())}
        >
          {t(state.isPlaying ? 'recordings.pause' : 'recordings.play')}
        </Button>
        <Place
          atMs={state.atMs}
          durationMs={durationMs}
          disabled={playing === null}
          onSeek={ms => playing?.player.seek(ms)}
        />
        <span className="dim">
          {shortDuration(state.atMs)} / {shortDuration(playing?.durationMs ?? recording.durationMs)}
        </span>
      </div>
      {problem === null ? null : (
        <p className="notice tone-warning" role="alert">
          {visibleText(problem)}
        </p>
      )}
      <div ref={place} className={styles['screen']} data-testid="recording" />
    </>
  );
}

function Place({
  atMs,
  durationMs,
  disabled,
  onSeek,
}: {
  readonly atMs: number;
  readonly durationMs: number;
  readonly disabled: boolean;
  readonly onSeek: (ms: number) => void;
}) {
  const { t } = useTranslation();
  // What is left beyond the last whole step is reached by one more.
  const endMs = Math.ceil(durationMs / STEP_MS) * STEP_MS;
  return (
    <input
      type="range"
      className={styles['slider']}
      aria-label={t('recordings.place')}
      aria-valuetext={shortDuration(atMs)}
      min={0}
      max={endMs}
      step={STEP_MS}
      value={atMs >= durationMs ? endMs : atMs}
      disabled={disabled}
      onChange={event => onSeek(Math.min(durationMs, event.target.valueAsNumber))}
    />
  );
}

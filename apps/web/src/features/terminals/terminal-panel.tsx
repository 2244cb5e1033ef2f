import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { terminalLine } from '@lanthorn/actions/pod/open-terminal.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { useClient } from '../../data/client/client.ts';
import { useConnectionState } from '../../data/client/use-connection-state.ts';
import type { DockedTerminal } from '../../data/dock/docked-terminal.ts';
import { dockRecordings, dockTerminal, openBesideShown, replaceTerminal, useDock } from '../../data/dock/dock-store.ts';
import { askForDebugContainer } from '../../data/actions/ask-for-debug-container.ts';
import { defaultContainer } from '@lanthorn/kube/objects/default-container.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { readContainers, shownContainer } from '../../data/objects/pod-containers.ts';
import { useLiveObject } from '../../data/objects/use-live-object.ts';
import type { TerminalPhase } from '../../data/terminals/terminal-feed.ts';
import { Button } from '../../ui/button/button.tsx';
import { Select } from '../../ui/choice/select.tsx';
import { BareInput } from '../../ui/form/text-input.tsx';
import { CopyLine } from '../../ui/form/copy-line.tsx';
import { Popover } from '../../ui/layer/popover.tsx';
import { Running } from '../../ui/time/time.tsx';
import type { StatusTone } from '../../ui/marks/status-mark.tsx';
import { Status } from '../../ui/status/status.tsx';
import { visibleText } from '../../ui/words/text.ts';
import type { FilePlace } from '@lanthorn/protocol/files/file-messages.ts';
import { endWords } from './end-words.ts';
import {
  beginRecording,
  type LiveTerminal,
  openTerminal,
  saveRecording,
  typeInto,
  useLiveTerminal,
} from './live-terminals.ts';
import { TerminalAwaited } from './terminal-awaited.tsx';
import { DropStates, useTerminalDrop } from './terminal-drop.tsx';
import styles from './terminal-panel.module.css';

/** Leaves a terminal, which takes every other key. */
const LEAVE_KEY = 'Ctrl F6';

const TONES: Readonly<Record<TerminalPhase['kind'] | 'cut', StatusTone>> = {
  connecting: 'active',
  live: 'ok',
  cut: 'warning',
  ended: 'muted',
};

/** A terminal in the dock: where it is, how far it is, and what can be done with it. */
export function TerminalPanel({ docked }: { readonly docked: DockedTerminal }) {
  const { session } = docked;
  const place = useRef<HTMLDivElement>(null);
  useShown(docked, place);
  const live = useLiveTerminal(session);
  const { cluster, namespace, pod: name } = docked;
  const { object: pod } = useLiveObject({ cluster, resource: POD_VIEW.resource, namespace, name });
  const { drops, handlers } = useTerminalDrop(filePlace(docked, pod, live), text => typeInto(session, text));
  return (
    <>
      <TerminalBar docked={docked} pod={pod} live={live} />
      <div ref={place} className={styles['place']} data-testid="terminal" {...handlers} />
      <DropStates drops={drops} />
      <TerminalEnd docked={docked} pod={pod} live={live} />
      {live?.phase.kind === 'connecting' ? <TerminalAwaited pod={pod} container={docked.container} /> : null}
    </>
  );
}

interface TerminalProps {
  readonly docked: DockedTerminal;
  /** As it is now; undefined until it is known, null once it is gone. */
  readonly pod: unknown;
  readonly live: LiveTerminal | undefined;
}

/** The container that files can be brought to; null where nothing runs in it now. */
function filePlace(
  { cluster, namespace, pod }: DockedTerminal,
  object: unknown,
  live: LiveTerminal | undefined,
): FilePlace | null {
  if (object == null || live?.phase.kind !== 'live') return null;
  return { cluster, namespace, pod, uid: readMeta(object).uid, container: live.phase.state.container };
}

/** While it is in sight it has the size of its place. It takes the focus when somebody shows it, unless that is in its pane already. */
function useShown(docked: DockedTerminal, place: RefObject<HTMLDivElement | null>): void {
  const { connection, api, clock } = useClient();
  const { t } = useTranslation();
  const { session } = docked;
  const screen = useLiveTerminal(session)?.screen;
  const isAsked = useDock(({ shown, recalled }) => shown === session && recalled !== session);
  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    openTerminal(docked, current, { connection, api, clock, onLeave: leaveTerminal, t });
    // oxlint-disable-next-line react/exhaustive-deps -- a session is one terminal, whatever else of it is said anew
  }, [session, place, connection]);
  useEffect(() => {
    const { current } = place;
    if (current === null || screen === undefined) return undefined;
    const watched = new ResizeObserver(() => screen.fit());
    watched.observe(current);
    return () => watched.disconnect();
  }, [screen, place]);
  useEffect(() => {
    const pane = place.current?.parentElement ?? null;
    const { activeElement } = document;
    // The pane itself has it where it has come into sight before its terminal.
    const isInside = activeElement !== pane && pane?.contains(activeElement) === true;
    if (isAsked && !isInside) screen?.focus();
  }, [screen, isAsked, place]);
}

/** To its tab in the dock, from where every place can be reached. */
function leaveTerminal(): void {
  document.querySelector<HTMLElement>('[data-tab="shown"]')?.focus();
}

function TerminalBar({ docked, pod: object, live }: TerminalProps) {
  const { t } = useTranslation();
  const { cluster, namespace, pod, container, mode, session } = docked;
  const state = live === undefined || live.phase.kind === 'connecting' ? null : live.phase.state;
  const containers = readContainers(object);
  const names = containers.map(({ name }) => name);
  const shown = state?.container || container || (defaultContainer(object, names) ?? '');
  const line = terminalLine({ namespace, name: pod }, cluster, {
    container: shown,
    command: mode === 'attach' ? [] : (state?.command ?? ['sh']),
    takesInput: state?.takesInput ?? mode === 'shell',
    isTerminal: state?.isTerminal ?? mode === 'shell',
  });
  return (
    <div className="log-bar">
      <PhaseBadge phase={live?.phase ?? { kind: 'connecting' }} />
      {containers.length < 2 ? (
        <span>{visibleText(shown)}</span>
      ) : (
        <label>
          {t('logs.container')}
          <Select
            choices={[
              ...(shown === '' ? [{ value: '', text: '…' }] : []),
              ...containers.map(({ name }) => ({ value: name, text: name })),
            ]}
            value={shown}
            onChange={name => replaceTerminal(session, { container: name })}
          />
        </label>
      )}
      {mode === 'attach' ? <span className="dim">{t('terminal.attached')}</span> : null}
      <span className={styles['leave']} title={t('terminal.leave')}>
        <kbd>{LEAVE_KEY}</kbd> <span>{t('terminal.leave')}</span>
      </span>
      <Recording session={session} live={live} />
      <Find live={live} />
      <Popover label={t('terminal.byHand')} width={480} trigger={trigger => <Button {...trigger}>kubectl</Button>}>
        <CopyLine text={line} />
      </Popover>
      <Button onClick={() => dockTerminal({ cluster, namespace, pod, container, mode }, 'another')}>
        {t('terminal.another')}
      </Button>
    </div>
  );
}

function PhaseBadge({ phase }: { readonly phase: TerminalPhase }) {
  const { t } = useTranslation();
  const isLost = useConnectionState().kind === 'lost';
  const name = isLost && phase.kind !== 'ended' ? 'cut' : phase.kind;
  return (
    <span aria-live="polite" data-phase={name}>
      <Status tone={TONES[name]} text={t(`terminal.${name}`)} />
    </span>
  );
}

/** A recording is begun on request, is marked while it goes on, and is the person's own: it is kept by this Lanthorn and sent nowhere else. */
function Recording({ session, live }: { readonly session: string; readonly live: LiveTerminal | undefined }) {
  const { t } = useTranslation();
  const { clock } = useClient();
  const since = live?.recordedSince ?? null;
  if (since === null)
    return (
      <Button
        why={live?.phase.kind === 'live' ? null : t('terminal.recordLive')}
        onClick={() => beginRecording(session, clock)}
      >
        {t('terminal.record')}
      </Button>
    );
  return (
    <>
      <span className={styles['recording']} role="status">
        {t('terminal.recording')}
      </span>
      <Running since={since} />
      <Button onClick={() => void saveRecording(session)}>{t('terminal.saveRecording')}</Button>
    </>
  );
}

/** Finds what was written: Enter goes on, with Shift back. */
function Find({ live }: { readonly live: LiveTerminal | undefined }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState('');
  const [isFound, setFound] = useState(true);
  const find = (text: string, isBackwards: boolean) => setFound(live?.screen.find(text, isBackwards) ?? true);
  return (
    <>
      <BareInput
        type="search"
        aria-label={t('terminal.find')}
        placeholder={t('terminal.find')}
        value={wanted}
        onChange={text => {
          setWanted(text);
          find(text, false);
        }}
        onKeyDown={event => {
          if (event.key === 'Enter') find(wanted, event.shiftKey);
        }}
      />
      {isFound ? null : <span aria-live="polite">{t('terminal.notFound')}</span>}
    </>
  );
}

/** Why it ended, and what is to be known of what is drawn. */
function TerminalEnd({ docked, pod, live }: TerminalProps) {
  const { t } = useTranslation();
  const { session } = docked;
  const end = live?.phase.kind === 'ended' ? live.phase.end : null;
  const words = end === null ? null : endWords(end, t);
  const note = live?.note ?? null;
  if (words === null && note === null) return null;
  return (
    <div className={`log-end ${styles['end']}`} role="status">
      {words === null ? null : <span data-testid="terminal-end">{words}</span>}
      {note === null ? null : <span>{t(`terminal.${note}`)}</span>}
      {note === 'recordingKept' || note === 'recordingFull' ? (
        <Button onClick={() => openBesideShown(dockRecordings)}>{t('dock.recordings')}</Button>
      ) : null}
      {words === null ? null : <Button onClick={() => replaceTerminal(session)}>{t('terminal.again')}</Button>}
      {end?.problem?.code === 'noShell' ? <DebugOffer docked={docked} pod={pod} /> : null}
    </div>
  );
}

/** Where an image has no shell: a container beside it that has one. */
function DebugOffer({
  docked: { cluster, namespace, pod: name, container },
  pod: object,
}: Pick<TerminalProps, 'docked' | 'pod'>) {
  const { t } = useTranslation();
  if (object == null) return null;
  const target = { cluster, resource: POD_VIEW.resource, namespace, name, uid: readMeta(object).uid };
  return (
    <Button onClick={() => askForDebugContainer(target, container || shownContainer(object))}>
      {t('debug.offer')}
    </Button>
  );
}

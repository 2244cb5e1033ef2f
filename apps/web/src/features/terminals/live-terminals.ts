import type { TFunction } from 'i18next';
import { create } from 'zustand';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { Api } from '../../data/connection/api.ts';
import { keepRecording } from '../../data/terminals/use-recordings.ts';
import { download } from '../../data/client/download.ts';
import type { Connection } from '../../data/connection/connection.ts';
import type { DockedTerminal } from '../../data/dock/docked-terminal.ts';
import { useDock } from '../../data/dock/dock-store.ts';
import { Asciicast } from '../../data/terminals/asciicast.ts';
import { PacedOutput } from '../../data/terminals/paced-output.ts';
import { TerminalFeed, type TerminalGap, type TerminalPhase } from '../../data/terminals/terminal-feed.ts';
import { endWords } from './end-words.ts';
import { TerminalScreen } from './terminal-screen.ts';

/** What happened to a terminal beside what is written in it. */
export type TerminalNote = TerminalGap | 'tooMuch' | 'recordingFull' | 'recordingKept' | 'recordingUnkept' | null;

/** A terminal of the dock, in sight or not. */
export interface LiveTerminal {
  readonly screen: TerminalScreen;
  readonly phase: TerminalPhase;
  readonly note: TerminalNote;
  /** Since when what is written is recorded, by the clock of the page; null where it is not. */
  readonly recordedSince: number | null;
}

interface Kept extends LiveTerminal {
  readonly docked: DockedTerminal;
  readonly context: Pick<OpenContext, 'api' | 'clock'>;
  readonly feed: TerminalFeed;
  readonly output: PacedOutput;
  readonly recording: Asciicast | null;
}

/** By session. They go on while another tab of the dock is shown, or none; what is taken out of the dock ends. */
const useTerminals = create<Readonly<Record<string, Kept>>>(() => ({}));

useDock.subscribe(({ terminals }) => {
  for (const [session, { feed, output, screen }] of Object.entries(useTerminals.getState())) {
    if (terminals.some(each => each.session === session)) continue;
    void saveRecording(session);
    feed.close();
    output.close();
    screen.dispose();
    useTerminals.setState(({ [session]: _gone, ...rest }) => rest, true);
  }
});

export interface OpenContext {
  readonly connection: Pick<Connection, 'openStream'>;
  readonly api: Pick<Api, 'keepRecording'>;
  readonly clock: Pick<Clock, 'elapsed' | 'now' | 'schedule'>;
  readonly onLeave: () => void;
  readonly t: TFunction;
}

/** Opens it, unless it is open. `place` is where it will be seen: as large it is from the beginning. */
export function openTerminal(
  docked: DockedTerminal,
  place: HTMLElement,
  { connection, api, clock, onLeave, t }: OpenContext,
): void {
  const { session } = docked;
  const known = useTerminals.getState()[session];
  if (known !== undefined) return known.screen.show(place);
  const change = (part: Partial<Kept>) =>
    useTerminals.setState(before => {
      const kept = before[session];
      return kept === undefined ? before : { ...before, [session]: { ...kept, ...part } };
    });
  const record = (write: (recording: Asciicast, ms: number) => void) => {
    const recording = useTerminals.getState()[session]?.recording ?? null;
    if (recording === null) return;
    write(recording, clock.elapsed());
    if (!recording.isFull) return;
    void saveRecording(session, 'recordingFull');
  };
  const screen = new TerminalScreen({
    onInput: text => useTerminals.getState()[session]?.feed.type(text),
    onTyped: () => {
      output.hurry();
      for (const other of Object.values(useTerminals.getState())) if (other.output !== output) other.output.giveWay();
    },
    onSize: size => {
      useTerminals.getState()[session]?.feed.resize(size);
      record((recording, ms) => recording.resize(ms, size));
    },
    onLeave,
  });
  screen.show(place);
  const output = new PacedOutput(screen, clock);
  const feed = new TerminalFeed(docked, {
    connection,
    output: {
      write: bytes => {
        record((recording, ms) => recording.output(ms, bytes));
        return output.write(bytes);
      },
      clear: () => {
        record((recording, ms) => recording.clear(ms));
        output.clear();
      },
    },
    size: screen.size,
    onPhase: phase => {
      if (phase.kind === 'live') screen.become(phase.state);
      if (phase.kind === 'ended') {
        output.afterwards(() => {
          screen.become({ isTerminal: true, takesInput: false });
          screen.say(endWords(phase.end, t));
        });
      }
      change({ phase });
    },
    onGap: note => change({ note }),
    onTooMuch: () => change({ note: 'tooMuch' }),
  });
  const begun = {
    docked,
    context: { api, clock },
    screen,
    feed,
    output,
    phase: feed.phase,
    note: null,
    recordedSince: null,
    recording: null,
  };
  useTerminals.setState(before => ({ ...before, [session]: begun }));
  return undefined;
}

/** From now on what is written is recorded, until it is saved. */
export function beginRecording(session: string, clock: Pick<Clock, 'elapsed' | 'now'>): void {
  const live = useTerminals.getState()[session];
  if (live === undefined) return;
  const recording = new Asciicast(live.screen.size, { startedMs: clock.elapsed(), at: clock.now() });
  useTerminals.setState(before => ({ ...before, [session]: { ...live, recording, recordedSince: clock.now() } }));
}

/** Ends a recording, which is kept; where it cannot be, the browser saves it. One whose terminal is closed is kept, too. */
export async function saveRecording(session: string, note: TerminalNote = 'recordingKept'): Promise<void> {
  const live = useTerminals.getState()[session];
  if (live?.recording == null || live.recordedSince === null) return;
  const { recording, recordedSince, docked, phase, context } = live;
  const tell = (part: Partial<Kept>) =>
    useTerminals.setState(before => {
      const kept = before[session];
      return kept === undefined ? before : { ...before, [session]: { ...kept, ...part } };
    });
  tell({ recording: null, recordedSince: null });
  const { cluster, namespace, pod } = docked;
  const container = phase.kind === 'live' ? phase.state.container : docked.container;
  const id = crypto.randomUUID();
  const [startedAt, durationMs] = [recordedSince, context.clock.now() - recordedSince].map(ms =>
    String(Math.max(0, Math.round(ms))),
  ) as [string, string];
  const { text } = recording;
  const query = { id, cluster, namespace, pod, container, startedAt, durationMs };
  if (await keepRecording(context.api, query, text)) return tell({ note });
  download(text, { name: `terminal-${id.slice(0, 8)}.cast`, type: 'application/x-asciicast' });
  return tell({ note: 'recordingUnkept' });
}

/** As if a person had typed it in a shell; false where it would be no command line, or arrives nowhere. */
export function typeInto(session: string, text: string): boolean {
  const { docked, phase, feed } = useTerminals.getState()[session] ?? {};
  if (feed === undefined || docked?.mode !== 'shell' || phase?.kind !== 'live' || !phase.state.takesInput) return false;
  feed.type(text);
  return true;
}

export function useLiveTerminal(session: string): LiveTerminal | undefined {
  return useTerminals(terminals => terminals[session]);
}

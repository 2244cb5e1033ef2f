import type { TFunction } from 'i18next';
import { create } from 'zustand';
import type { Connection } from '../../data/connection/connection.ts';
import type { DockedTerminal } from '../../data/dock/docked-terminal.ts';
import { useDock } from '../../data/dock/dock-store.ts';
import { TerminalFeed, type TerminalGap, type TerminalPhase } from '../../data/terminals/terminal-feed.ts';
import { endWords } from './end-words.ts';
import { TerminalScreen } from './terminal-screen.ts';

/** What happened to a terminal beside what is written in it. */
export type TerminalNote = TerminalGap | 'tooMuch' | null;

/** A terminal of the dock, in sight or not. */
export interface LiveTerminal {
  readonly screen: TerminalScreen;
  readonly phase: TerminalPhase;
  readonly note: TerminalNote;
}

interface Kept extends LiveTerminal {
  readonly feed: TerminalFeed;
}

/** By session. They go on while another tab of the dock is shown, or none; what is taken out of the dock ends. */
const useTerminals = create<Readonly<Record<string, Kept>>>(() => ({}));

useDock.subscribe(({ terminals }) => {
  for (const [session, { feed, screen }] of Object.entries(useTerminals.getState())) {
    if (terminals.some(each => each.session === session)) continue;
    feed.close();
    screen.dispose();
    useTerminals.setState(({ [session]: _gone, ...rest }) => rest, true);
  }
});

export interface OpenContext {
  readonly connection: Pick<Connection, 'openStream'>;
  readonly onLeave: () => void;
  readonly t: TFunction;
}

/** Opens it, unless it is open. `place` is where it will be seen: as large it is from the beginning. */
export function openTerminal(
  docked: DockedTerminal,
  place: HTMLElement,
  { connection, onLeave, t }: OpenContext,
): void {
  const { session } = docked;
  const known = useTerminals.getState()[session];
  if (known !== undefined) return known.screen.show(place);
  const change = (part: Partial<Kept>) =>
    useTerminals.setState(before => {
      const kept = before[session];
      return kept === undefined ? before : { ...before, [session]: { ...kept, ...part } };
    });
  const screen = new TerminalScreen({
    onInput: text => useTerminals.getState()[session]?.feed.type(text),
    onSize: size => useTerminals.getState()[session]?.feed.resize(size),
    onLeave,
  });
  screen.show(place);
  const feed = new TerminalFeed(docked, {
    connection,
    output: screen,
    size: screen.size,
    onPhase: phase => {
      if (phase.kind === 'live') screen.become(phase.state);
      if (phase.kind === 'ended') {
        screen.become({ isTerminal: true, takesInput: false });
        screen.say(endWords(phase.end, t));
      }
      change({ phase });
    },
    onGap: note => change({ note }),
    onTooMuch: () => change({ note: 'tooMuch' }),
  });
  useTerminals.setState(before => ({ ...before, [session]: { screen, feed, phase: feed.phase, note: null } }));
  return undefined;
}

export function useLiveTerminal(session: string): LiveTerminal | undefined {
  return useTerminals(terminals => terminals[session]);
}

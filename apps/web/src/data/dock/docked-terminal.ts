import type { TerminalMode } from '@lanthorn/actions/machinery/action.ts';
import { asArray, asObject, asString } from '@lanthorn/base/json.ts';

/** A terminal below the screen. Its session finds it again after a reload. */
export interface DockedTerminal {
  readonly session: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  /** '' for the one that is meant where none is named. */
  readonly container: string;
  readonly mode: TerminalMode;
}

/** Kept for this tab alone: a session is known to nobody else. */
const KEY = 'lanthorn.terminals';
/** Sessions and other tabs that are seen side by side. */
const BESIDE_KEY = 'lanthorn.beside';

export function keepTerminals(terminals: readonly DockedTerminal[], beside: readonly string[]): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(terminals));
    sessionStorage.setItem(BESIDE_KEY, JSON.stringify(beside));
  } catch (error) {
    // Without room they are not found again after a reload, nothing else.
    if (!(error instanceof DOMException)) throw error;
  }
}

/** Those that this tab had open when it was reloaded. */
export function keptTerminals(): readonly DockedTerminal[] {
  return readKept(KEY).flatMap(value => {
    const kept = asObject(value);
    const text = (name: keyof DockedTerminal) => asString(kept[name]);
    const mode = kept['mode'] === 'attach' ? 'attach' : 'shell';
    if ([text('session'), text('cluster'), text('namespace'), text('pod')].includes('')) return [];
    return [
      {
        ...{ session: text('session'), cluster: text('cluster'), namespace: text('namespace'), pod: text('pod') },
        container: text('container'),
        mode,
      },
    ];
  });
}

/** Which of them stood side by side. */
export function keptBeside(): readonly string[] {
  return readKept(BESIDE_KEY).map(asString);
}

function readKept(key: string): readonly unknown[] {
  try {
    return asArray(JSON.parse(sessionStorage.getItem(key) ?? '[]'));
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

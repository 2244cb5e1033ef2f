import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { type ITerminalOptions, Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { asObject } from '@lanthorn/base/json.ts';
import type { CastScreen } from '../../data/terminals/cast-player.ts';
import type { TerminalOutput } from '../../data/terminals/terminal-feed.ts';
import { styledDocument, withStyledDocument } from '../../ui/styles/styled-document.ts';
import { onFontReady, onThemeChange, terminalFont, terminalTheme } from './terminal-theme.ts';

/** Lines above the screen that can be scrolled to: some hundred screens. */
const SCROLLBACK = 5_000;
/** WCAG's, for text. */
const MIN_CONTRAST = 4.5;
/** What a program may ask the terminal itself for, and does not get: its title and icon, notifications, the clipboard, its colours. */
const REFUSED_COMMANDS = [0, 1, 2, 4, 9, 10, 11, 12, 52, 104, 110, 111, 112, 777, 1337] as const;

const OPTIONS: ITerminalOptions = {
  scrollback: SCROLLBACK,
  minimumContrastRatio: MIN_CONTRAST,
  lineHeight: 1.4,
  cursorBlink: false,
  // Alt is what a shell takes for Meta; on a Mac it writes characters that have no key.
  macOptionIsMeta: false,
  rightClickSelectsWord: true,
};

function webAddress(address: string): URL | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : null;
}

/** Opens no page but one of the web, and tells it nothing of this one. */
export function openLink(address: string): void {
  const url = webAddress(address);
  if (url !== null) window.open(url, '_blank', 'noopener,noreferrer');
}

/** What somebody pastes ends where it ends: a code in it could say that it does before, and what follows would be done at once. */
function withoutCodes(text: string): string {
  return [...text].filter(character => /[\t\n\r]|\P{Cc}/u.test(character)).join('');
}

/** On the way to what makes its rows, which takes the page's own document, whichever one the terminal was given: no colour beyond the theme's was seen. */
const ROW_MAKER = ['_core', '_renderService', '_renderer', 'value', '_rowFactory'] as const;

function styleRows(terminal: Terminal): void {
  const maker = ROW_MAKER.reduce<unknown>((of, name) => asObject(of)[name], terminal);
  Object.assign(asObject(maker), { _document: styledDocument() });
}

/** It would underline any link of a program's own: what leads nowhere is no link, and ends the one before it. */
function refuseLinks(terminal: Terminal): void {
  const { _inputHandler: own } = (terminal as unknown as WithInputHandler)._core;
  terminal.parser.registerOscHandler(8, data => {
    const address = data.slice(data.indexOf(';') + 1);
    return address !== '' && webAddress(address) === null && own.setHyperlink(';');
  });
}

interface WithInputHandler {
  readonly _core: { readonly _inputHandler: { setHyperlink(data: string): boolean } };
}

export interface ScreenEvents {
  readonly onInput: (text: string) => void;
  /** Somebody types or pastes. A terminal answers by itself, too, and tells of the mouse and the focus: that is input alone. */
  readonly onTyped: () => void;
  readonly onSize: (size: { readonly columns: number; readonly rows: number }) => void;
  /** The key that leaves the terminal. */
  readonly onLeave: () => void;
}

/** What is drawn of a terminal. It goes on while it is not in sight. */
export class TerminalScreen implements TerminalOutput {
  readonly element: HTMLElement;
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #search = new SearchAddon();
  readonly #stops: readonly (() => void)[];

  constructor({ onInput, onTyped, onSize, onLeave }: ScreenEvents, page = document) {
    this.element = page.createElement('div');
    this.element.className = 'terminal-screen';
    this.element.dataset['terminal'] = '';
    const font = terminalFont(page);
    const terminal = new Terminal({
      ...OPTIONS,
      theme: terminalTheme(page),
      documentOverride: styledDocument(),
      linkHandler: { activate: (_event, address) => openLink(address), allowNonHttpProtocols: false },
    });
    this.#terminal = terminal;
    for (const addon of [this.#fit, this.#search, new WebLinksAddon((_event, address) => openLink(address))])
      terminal.loadAddon(addon);
    for (const command of REFUSED_COMMANDS) terminal.parser.registerOscHandler(command, () => true);
    refuseLinks(terminal);
    terminal.onData(onInput);
    terminal.onBinary(onInput);
    terminal.onResize(({ cols, rows }) => onSize({ columns: cols, rows }));
    this.element.addEventListener(
      'paste',
      event => {
        event.preventDefault();
        event.stopPropagation();
        onTyped();
        terminal.paste(withoutCodes(event.clipboardData?.getData('text/plain') ?? ''));
      },
      { capture: true },
    );
    terminal.attachCustomKeyEventHandler(event => {
      const isTaken = this.#takes(event, onLeave);
      if (isTaken && event.type === 'keydown') onTyped();
      return isTaken;
    });
    this.#stops = [
      onThemeChange(page, () => {
        terminal.options.theme = terminalTheme(page);
      }),
      // It measures its letters when it is told their font: one that is on its way would be measured as what stands in for it.
      onFontReady(page, font, () => {
        terminal.options = font;
        this.fit();
      }),
    ];
  }

  get size(): { readonly columns: number; readonly rows: number } {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows };
  }

  /** Puts it where it can be seen. */
  show(place: HTMLElement): void {
    place.append(this.element);
    // It makes the styles of its scrollbar past the document it was given.
    if (this.#terminal.element === undefined) {
      withStyledDocument(() => this.#terminal.open(this.element));
      styleRows(this.#terminal);
    }
    this.fit();
  }

  /** As many cells as there is room for. */
  fit(): void {
    const wanted = this.#fit.proposeDimensions();
    if (wanted !== undefined && Number.isFinite(wanted.cols) && Number.isFinite(wanted.rows)) this.#fit.fit();
  }

  focus(): void {
    this.#terminal.focus();
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise(resolve => this.#terminal.write(bytes, resolve));
  }

  /** For what was recorded elsewhere, in the size it had there. */
  forCast(): CastScreen {
    return {
      write: text => this.#terminal.write(text),
      clear: () => this.#terminal.reset(),
      resize: ({ columns, rows }) => this.#terminal.resize(columns, rows),
    };
  }

  /** A line that is not of what runs there. */
  say(text: string): void {
    this.#terminal.write(`\r\n\u001b[0m\u001b[?25h\u001b[2m── ${text}\u001b[0m\r\n`);
  }

  clear(): void {
    this.#terminal.reset();
  }

  /** Lines end as programs without a terminal end them; nothing is taken where nothing arrives. */
  become({ isTerminal, takesInput }: { readonly isTerminal: boolean; readonly takesInput: boolean }): void {
    this.#terminal.options.convertEol = !isTerminal;
    this.#terminal.options.disableStdin = !takesInput;
  }

  /** Finds the next or the one before; false where there is none. */
  find(text: string, isBackwards: boolean): boolean {
    if (text === '') {
      this.#search.clearDecorations();
      return true;
    }
    return isBackwards ? this.#search.findPrevious(text) : this.#search.findNext(text);
  }

  /** All that can be scrolled to, as text. */
  get text(): string {
    const { active } = this.#terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, i) => active.getLine(i)?.translateToString(true) ?? '');
    return lines.join('\n').trimEnd();
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    this.#terminal.dispose();
    this.element.remove();
  }

  /** False where a key is not for what runs there. */
  #takes(event: KeyboardEvent, onLeave: () => void): boolean {
    if (event.type !== 'keydown') return true;
    // What takes no input needs no key that leads out of it.
    if (this.#terminal.options.disableStdin === true && (event.key === 'Tab' || event.key === 'Escape')) return false;
    const isCommand = event.ctrlKey && !event.altKey && !event.metaKey;
    if (isCommand && event.key === 'F6') {
      event.preventDefault();
      onLeave();
      return false;
    }
    // What is selected is copied; without a selection Ctrl C interrupts. Ctrl V pastes, as the browser does it: programs are told that it was pasted.
    if (isCommand && event.key.toLowerCase() === 'c' && (event.shiftKey || this.#terminal.hasSelection())) {
      event.preventDefault();
      this.#copySelection();
      return false;
    }
    return !(isCommand && event.key.toLowerCase() === 'v');
  }

  #copySelection(): void {
    const text = this.#terminal.getSelection();
    if (text === '') return;
    // Refused without focus or by policy; then it stays selected.
    navigator.clipboard.writeText(text).then(
      () => this.#terminal.clearSelection(),
      () => undefined,
    );
  }
}

import type { ITerminalOptions, ITheme } from '@xterm/xterm';

/** The colours of a terminal, by the page's own words for them; those that programs ask for by number are the status colours, as in logs. */
const TOKENS = {
  background: '--page',
  foreground: '--text',
  cursor: '--accent',
  cursorAccent: '--page',
  selectionBackground: '--selected',
  selectionForeground: '--text',
  scrollbarSliderBackground: '--line-strong',
  scrollbarSliderHoverBackground: '--dim',
  scrollbarSliderActiveBackground: '--dim',
  black: '--line-strong',
  red: '--bad',
  green: '--ok',
  yellow: '--warn',
  blue: '--active',
  magenta: '--voice',
  cyan: '--active',
  white: '--dim',
  brightBlack: '--faint',
  brightRed: '--bad',
  brightGreen: '--ok',
  brightYellow: '--flame',
  brightBlue: '--accent',
  brightMagenta: '--voice',
  brightCyan: '--accent',
  brightWhite: '--text',
} as const satisfies Partial<Record<keyof ITheme, `--${string}`>>;

/** As they are now: a token is one colour in the light and another in the dark. */
export function terminalTheme(page: Document): ITheme {
  const probe = page.createElement('span');
  probe.hidden = true;
  page.body.append(probe);
  const colour = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const theme = Object.fromEntries(Object.entries(TOKENS).map(([part, token]) => [part, colour(token)]));
  probe.remove();
  return theme;
}

type Font = Pick<ITerminalOptions, 'fontFamily' | 'fontSize'>;

/** That of code, in the numbers that a terminal draws with; its own where the page has none. */
export function terminalFont(page: Document): Font {
  const probe = page.createElement('span');
  probe.hidden = true;
  probe.style.font = 'var(--t-code)';
  page.body.append(probe);
  const { fontFamily, fontSize } = getComputedStyle(probe);
  probe.remove();
  const size = Number.parseFloat(fontSize);
  return Object.fromEntries([
    ...(fontFamily.length === 0 ? [] : [['fontFamily', fontFamily] as const]),
    ...(Number.isFinite(size) ? [['fontSize', size] as const] : []),
  ]);
}

/** Tells once a font can be measured: at once where it is there, else when it has come or cannot. The returned function stops that. */
export function onFontReady(page: Document, font: Font, listener: () => void): () => void {
  let isStopped = false;
  const tell = () => {
    if (!isStopped) listener();
  };
  const wanted = `${font.fontSize ?? 12}px ${font.fontFamily ?? ''}`;
  if (font.fontFamily !== undefined && 'fonts' in page && !page.fonts.check(wanted))
    page.fonts.load(wanted).then(tell, tell);
  else tell();
  return () => {
    isStopped = true;
  };
}

/** Tells whenever the page becomes light or dark; the returned function stops that. */
export function onThemeChange(page: Document, listener: () => void): () => void {
  const watched = new MutationObserver(listener);
  watched.observe(page.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', listener);
  return () => {
    watched.disconnect();
    dark.removeEventListener('change', listener);
  };
}

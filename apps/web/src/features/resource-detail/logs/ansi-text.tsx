import { type AnserJsonEntry, ansiToJson } from 'anser';
import type { CSSProperties } from 'react';
import { visibleText } from '../../../ui/words/text.ts';

/** Colours of the terminal's own; what a theme has in their place is in the style sheet. */
const OWN_COLOUR = /^ansi-(?:bright-)?(?:black|red|green|yellow|blue|magenta|cyan|white)$/;

/** A line in the colours of a terminal; every other control character is shown as a symbol. */
export function AnsiText({ text }: { readonly text: string }) {
  if (!text.includes('\u001b')) return <>{visibleText(text)}</>;
  const parts = ansiToJson(text, { use_classes: true, json: true, remove_empty: true });
  const colours = ansiToJson(text, { use_classes: false, json: true, remove_empty: true });
  return (
    <>
      {parts.map((part, i) => (
        <span
          // oxlint-disable-next-line react/no-array-index-key -- the parts of a line never change places
          key={i}
          className={classesOf(part)}
          style={styleOf(part, colours[i])}
        >
          {visibleText(part.content)}
        </span>
      ))}
    </>
  );
}

function classesOf({ fg, bg, decorations }: AnserJsonEntry): string {
  const names = decorations.map(name => `ansi-${name}`);
  return [...(bg === null && OWN_COLOUR.test(fg) ? [fg.replace('bright-', '')] : []), ...names].join(' ');
}

/** Where the writer chose the ground the letters are what that asks for; on ours a colour is drawn near to the text's, so that it can be read. */
function styleOf({ fg, bg }: AnserJsonEntry, colours: AnserJsonEntry | undefined): CSSProperties | undefined {
  if (colours === undefined) return undefined;
  if (bg !== null) {
    const letters = fg === null ? contrastTo(colours.bg) : colours.fg;
    return { backgroundColor: asCss(colours.bg), color: asCss(letters) };
  }
  if (fg === null || OWN_COLOUR.test(fg)) return undefined;
  return { color: `color-mix(in srgb, ${asCss(colours.fg)} 55%, var(--text))` };
}

/** `255, 0, 10` as a style sheet writes it. */
function asCss(channels: string): string {
  return `#${channels
    .split(',')
    .map(channel => Number(channel).toString(16).padStart(2, '0'))
    .join('')}`;
}

/** Black or white, whichever can be read on it. */
function contrastTo(ground: string): string {
  const [red = 0, green = 0, blue = 0] = ground.split(',').map(Number);
  return red * 0.299 + green * 0.587 + blue * 0.114 > 140 ? '0, 0, 0' : '255, 255, 255';
}

import { textWidth } from './text-width.ts';

/** Of the mark of what is left out: one letter, and as wide as two. */
const LEFT_OUT = 6;

/**
 * As much of a text as so many pixels have room for, where nothing else cuts it. What is left out is in its middle: what others generate begins
 * alike, and is told apart by its end.
 */
export function fittingText(text: string, room: number): string {
  if (textWidth(text) <= room) return text;
  const letters = [...text];
  for (let kept = letters.length - 1; kept > 1; kept--) {
    const shown = `${letters.slice(0, Math.ceil(kept / 2)).join('')}…${letters.slice(letters.length - Math.floor(kept / 2)).join('')}`;
    if (textWidth(shown) + LEFT_OUT <= room) return shown;
  }
  return '…';
}

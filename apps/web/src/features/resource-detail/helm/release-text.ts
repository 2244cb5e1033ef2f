/** More than this in one view is no reading matter. */
const MAX_LENGTH = 1_000_000;

/** A text as far as a person reads it. */
export function shortened(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}\n…` : text;
}

/** A word below a chart. */
export interface Mark {
  /** Which bar it stands below. */
  readonly i: number;
  readonly text: string;
  /** The first to go where there is little room. */
  readonly isMinor?: boolean;
}

/** The line before a text, its gap, and some room to the next, px. */
const AROUND_PX = 8;
/** A little more than the widest letters of a label, px: digits, Latin and Chinese ones. */
const NARROW_PX = 7;
const WIDE_PX = 12;

const widthOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (letter > '\u2E7F' ? WIDE_PX : NARROW_PX), AROUND_PX);

/** Which marks have room for their texts in a chart of so many bars and px, from the left: none is cut, none lies over another. */
export function fitMarks(marks: readonly Mark[], count: number, width: number): readonly Mark[] {
  let free = 0;
  return marks.filter(({ i, text }) => {
    const [from, to] = [(i / count) * width, (i / count) * width + widthOf(text)];
    if (from < free || to > width) return false;
    free = to;
    return true;
  });
}

/** Which kinds of lines are shown: one alone, or all but some. */
export interface PatternChoice {
  readonly only: number | null;
  readonly folded: ReadonlySet<number>;
}

export const ALL_PATTERNS: PatternChoice = { only: null, folded: new Set() };

/** Whether a line of this kind is shown; what is of no kind yet is, unless one alone is. */
export function isShownPattern({ only, folded }: PatternChoice, id: number | null): boolean {
  if (only !== null) return id === only;
  return id === null || !folded.has(id);
}

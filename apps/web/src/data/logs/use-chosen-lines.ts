import { useCallback, useMemo } from 'react';
import { chooseLines, LineView } from './lines/chosen-lines.ts';
import type { LinePart } from './lines/line-chunk.ts';
import type { LogLevel } from './lines/log-level.ts';
import { ALL_PATTERNS, isShownPattern, type PatternChoice } from './lines/pattern-choice.ts';
import { type LineWords, searchedText } from './lines/shown-line.ts';
import type { FoundPatterns } from './use-patterns.ts';
import { usePartResults } from './use-part-results.ts';

/** Lines of the chosen levels and kinds that hold what is looked for, as far as they are found by now. */
export function useChosenLines(
  parts: readonly LinePart[],
  {
    wanted,
    words,
    hidden,
    choice,
    idsOf,
  }: {
    readonly wanted: string;
    readonly words: LineWords;
    readonly hidden: ReadonlySet<LogLevel>;
    readonly choice: PatternChoice;
    readonly idsOf: FoundPatterns['idsOf'];
  },
): { readonly lines: LineView; readonly isWhole: boolean } {
  const choose = useCallback(
    (part: LinePart) =>
      chooseLines(part, {
        needle: wanted.toLowerCase(),
        textOf: line => searchedText(line, words),
        hidden,
        pattern: choice === ALL_PATTERNS ? null : { idsOf, isShown: id => isShownPattern(choice, id) },
      }),
    [wanted, words, hidden, choice, idsOf],
  );
  const { results, isWhole } = usePartResults(parts, choose);
  const lines = useMemo(() => new LineView(results.filter(chosen => chosen !== undefined)), [results]);
  return { lines, isWhole };
}

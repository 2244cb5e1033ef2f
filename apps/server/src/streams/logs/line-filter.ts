import { RE2JS, RE2JSException } from 're2js';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import type { LogTerm } from '@lanthorn/protocol/stream-queries.ts';
import { patternWeight } from './pattern-weight.ts';

/** Instructions of all patterns together: ten times what anybody writes by hand. With the characters below it bounds what one line costs. */
const MAX_WEIGHT = 1_000;
/** Characters of a line that a pattern looks at; a kubelet writes longer lines in parts of as many. Words are looked for in all of it. */
const MAX_SEARCHED = 16 * 1024;

// oxlint-disable-next-line no-control-regex -- colours stand between the letters that are looked for
const COLOUR = /\u001b\[[\d;:]*m/g;

/** Whether a line, without its time, is one of those that are asked for. */
export type LineFilter = (line: string) => boolean;

/**
 * The terms as one question. A pattern is a person's, so it runs in the time of the line whatever it says: no engine that goes back over what
 * it has read.
 */
export function lineFilter(terms: readonly LogTerm[]): LineFilter | Problem {
  const asked: { readonly holds: (line: string, lower: string) => boolean; readonly isExcluded: boolean }[] = [];
  let weight = 0;
  for (const { text, isPattern, ignoresCase, isExcluded } of terms) {
    if (!isPattern) {
      const needle = ignoresCase ? text.toLowerCase() : text;
      asked.push({ holds: (line, lower) => (ignoresCase ? lower : line).includes(needle), isExcluded });
      continue;
    }
    weight += patternWeight(text);
    if (weight > MAX_WEIGHT) return problem('patternTooLarge', { pattern: text });
    const pattern = compiled(text, ignoresCase);
    if (!(pattern instanceof RE2JS)) return pattern;
    asked.push({ holds: line => pattern.test(line.slice(0, MAX_SEARCHED)), isExcluded });
  }
  return line => {
    const plain = line.includes('\u001b') ? line.replace(COLOUR, '') : line;
    const lower = plain.toLowerCase();
    return asked.every(({ holds, isExcluded }) => holds(plain, lower) !== isExcluded);
  };
}

function compiled(pattern: string, ignoresCase: boolean): RE2JS | Problem {
  try {
    return RE2JS.compile(pattern, ignoresCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return problem('badPattern', { pattern, detail: error.message.replace(/^error parsing regexp: /, '') });
  }
}

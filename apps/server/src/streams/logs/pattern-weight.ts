/** A class of letters of all scripts is a table of hundreds of ranges. */
const SCRIPT_WEIGHT = 50;

const REPEAT = /^\{(\d+)(?:,(\d*))?\}/;
const CLASS = /^\[\^?\]?(?:\\[^]|\[:\^?[a-z]+:\]|[^\]\\])*\]?/;
const ESCAPED = /^\\(?:[pP](?:\{[^}]*\}|.)|[^])?/;

/**
 * About how many instructions a regular expression becomes, told without making them: what is repeated is written out, so that twenty
 * characters may ask for a program of a million. Total, and in the time of the text.
 */
export function patternWeight(pattern: string): number {
  /** Of each open group, what it weighs up to here. */
  const groups = [0];
  let last = 0;
  const add = (weight: number) => {
    groups.push((groups.pop() ?? 0) + weight);
    last = weight;
  };
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    const [token = rest.slice(0, 1), least = '', most = ''] =
      REPEAT.exec(rest) ?? CLASS.exec(rest) ?? ESCAPED.exec(rest) ?? [];
    if (least !== '') add(last * (Math.max(1, Number(least), Number(most)) - 1));
    else if (token === '(') groups.push(0);
    else if (token === ')' && groups.length > 1) add(groups.pop() ?? 0);
    else add(1 + SCRIPT_WEIGHT * (token.match(/\\[pP]/g)?.length ?? 0));
    at += token.length;
  }
  return groups.reduce((sum, weight) => sum + weight, 0);
}

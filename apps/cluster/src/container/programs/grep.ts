import type { Process, Program } from '../system/process.ts';
import { linesOf, options, say } from './lines.ts';
import { compile, type Match, matchesIn } from './patterns.ts';

const NOTHING = ['', ''] as const;
const LINE = ['^', '$'] as const;
const WORDS = ['(?<!\\w)', '(?!\\w)'] as const;
/** Lines that are matched in a moment of patterns. */
const TURN_LINES = 1_000;

interface Search {
  readonly expression: RegExp;
  readonly flags: ReadonlySet<string>;
  readonly most: number;
  readonly isNamed: boolean;
}

export const grep: Program = async process => {
  const { flags, values, lists, rest } = options(process.args, 'emABC');
  const given = lists.get('e');
  const [patterns = '', ...paths] = given === undefined ? rest : [given.join('\n'), ...rest];
  const expression = compile(patterns.split('\n'), {
    isExtended: flags.has('E'),
    isPlain: flags.has('F'),
    ignoresCase: flags.has('i'),
    around: flags.has('x') ? LINE : flags.has('w') ? WORDS : NOTHING,
  });
  const isNamed = (paths.length > 1 || flags.has('H')) && !flags.has('h');
  const search = { expression, flags, most: Number(values.get('m') ?? Infinity), isNamed };
  let total = 0;
  for (const path of paths.length === 0 ? ['-'] : paths) total += await searched(process, path, search);
  return total > 0 ? 0 : 1;
};

/** How many lines of one file were found, and said where that is wanted. */
async function searched(process: Process, path: string, search: Search): Promise<number> {
  const { flags, most, isNamed, expression } = search;
  const before = isNamed ? `${path}:` : '';
  const isSilent = ['c', 'q', 'l'].some(flag => flags.has(flag));
  let [found, number] = [0, 0];
  for await (const lines of linesOf(process, path)) {
    for (const [i, matches] of (await matchesOf(process, expression, lines)).entries()) {
      number++;
      if (matches.length > 0 === flags.has('v') || found >= most) continue;
      found++;
      const prefix = flags.has('n') ? `${before}${number}:` : before;
      if (!isSilent) say(process, shown(matches, { line: lines[i] ?? '', prefix, isPart: flags.has('o') }));
    }
    await process.drained();
    if (found >= most || (found > 0 && !flags.has('c') && isSilent)) break;
  }
  if (flags.has('l') && found > 0) say(process, `${path}\n`);
  else if (flags.has('c')) say(process, `${before}${found}\n`);
  return found;
}

/** So many lines at a time, between turns of others. */
async function matchesOf({ clock }: Process, expression: RegExp, lines: readonly string[]) {
  const all: (readonly Match[])[] = [];
  for (let at = 0; at < lines.length; at += TURN_LINES) {
    if (at > 0) await clock.nextTurn();
    for (const matches of matchesIn(expression, lines.slice(at, at + TURN_LINES))) all.push(matches);
  }
  return all;
}

function shown(
  matches: readonly Match[],
  { line, prefix, isPart }: { readonly line: string; readonly prefix: string; readonly isPart: boolean },
): string {
  const parts = isPart ? matches.map(({ groups }) => groups[0] ?? '') : [line];
  return parts.map(part => `${prefix}${part}\n`).join('');
}

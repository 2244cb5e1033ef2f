import { createContext, Script } from 'node:vm';
import { isObject } from '@lanthorn/base/json.ts';
import { FileSystemError } from '../system/file-system.ts';

// Regular expressions as grep and sed take them. A pattern of somebody's may take for ever: it is given a moment.

const MOMENT_MS = 100;
const CLASSES: Readonly<Record<string, string>> = {
  ...{ alpha: 'A-Za-z', digit: '0-9', alnum: 'A-Za-z0-9', lower: 'a-z', upper: 'A-Z', space: '\\s', blank: ' \\t' },
  ...{ xdigit: '0-9A-Fa-f', punct: '!-\\/:-@\\[-`{-~' },
};
const BRACKET = /^\[(\^?)(\]?(?:\[:\w+:\]|[^\]])*)\]/;
const WORD_EDGES: Readonly<Record<string, string>> = { '<': '\\b(?=\\w)', '>': '\\b(?<=\\w)' };
/** What is special with a backslash in basic expressions, and without in extended ones. */
const TURNED = '(){}|+?';

export interface Match {
  readonly index: number;
  readonly groups: readonly string[];
}

/** POSIX expressions, one of which is to match, as JavaScript writes them; `around` is what stands before and behind. */
export function compile(
  texts: readonly string[],
  {
    isExtended = false,
    isPlain = false,
    ignoresCase = false,
    around: [before, behind] = ['', ''] as readonly [string, string],
  } = {},
): RegExp {
  const sources = texts.map(text =>
    isPlain ? text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&') : translated(text, isExtended),
  );
  try {
    return new RegExp(`${before}(?:${sources.join('|')})${behind}`, ignoresCase ? 'gi' : 'g');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FileSystemError(`bad regex '${texts.join(' ')}'`);
  }
}

function translated(text: string, isExtended: boolean): string {
  let source = '';
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const bracket = BRACKET.exec(rest);
    const [character, next] = [rest.charAt(0), rest.charAt(1)] as const;
    if (bracket !== null) {
      source += `[${bracket[1] ?? ''}${inBracket(bracket[2] ?? '')}]`;
      at += bracket[0].length;
    } else if (character === '\\') {
      if (WORD_EDGES[next] !== undefined) source += WORD_EDGES[next];
      else if (TURNED.includes(next)) source += isExtended ? `\\${next}` : next;
      else
        source += /[\dbBwWsS]/.test(next)
          ? `\\${next}`
          : next === 'n'
            ? '\\n'
            : `\\${next.replace(/\w/, '')}${next.replace(/\W/, '')}`;
      at += 2;
    } else {
      const isLetter =
        (TURNED.includes(character) && !isExtended) || (character === '*' && /(?:^|\(|\|)$/.test(source));
      source += isLetter ? `\\${character}` : character;
      at++;
    }
  }
  return source;
}

function inBracket(text: string): string {
  return text
    .replace(/[\\\]]/g, '\\$&')
    .replace(
      /\[:(\w+):\\?\]/g,
      (whole, name: string) => (Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined) ?? whole,
    )
    .replace(/\[/g, '\\[');
}

const place = createContext({ pattern: /x/g, lines: [] as readonly string[] });
const MATCHING = new Script(
  'lines.map(line => [...line.matchAll(pattern)].map(found => ({ index: found.index, groups: [...found].map(text => text ?? "") })))',
);

/** Where the pattern is in each line. */
export function matchesIn(pattern: RegExp, lines: readonly string[]): readonly (readonly Match[])[] {
  Object.assign(place, { pattern, lines });
  try {
    return MATCHING.runInContext(place, { timeout: MOMENT_MS }) as readonly (readonly Match[])[];
  } catch (error) {
    // It is an error of the other context: no class of this one.
    if (isObject(error) && error['code'] === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new FileSystemError('the pattern takes too long');
    throw error;
  }
}

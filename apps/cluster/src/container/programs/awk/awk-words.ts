import { FileSystemError } from '../../system/file-system.ts';

export interface Word {
  readonly kind: 'number' | 'text' | 'pattern' | 'name' | 'call' | 'sign' | 'end';
  readonly text: string;
}

const SIGNS = /^(?:\*\*=|\*\*|&&|\|\||\+\+|--|\+=|-=|\*=|\/=|%=|\^=|==|<=|>=|!=|!~|>>|[-{}()[\];,+*/%^!<>|?:~$=\n])/;
const NUMBER = /^(?:0[xX][\dA-Fa-f]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/;
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\\': '\\', '"': '"', '/': '/' },
};
const OCTAL = 8;

export function unescapedText(text: string): string {
  return text.replace(/\\([0-7]{1,3}|[\s\S])/g, (whole, escaped: string) =>
    /^[0-7]/.test(escaped) ? String.fromCharCode(Number.parseInt(escaped, OCTAL)) : (ESCAPES[escaped] ?? whole),
  );
}

/** The words of a program; a name that stands at its opening bracket is a call. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let rest = text;
  const take = (kind: Word['kind'], length: number, shown = rest.slice(0, length)) => {
    words.push({ kind, text: shown });
    rest = rest.slice(length);
  };
  while (rest !== '') {
    const blank = /^(?:[ \t\r]|\\\r?\n|#[^\n]*)+/.exec(rest);
    if (blank !== null) {
      rest = rest.slice(blank[0].length);
      continue;
    }
    const quoted = /^"((?:[^"\\\n]|\\[\s\S])*)"/.exec(rest);
    const pattern = startsValue(words.at(-1)) ? /^\/((?:[^/\\[\n]|\\.|\[\^?\]?(?:[^\]\n])*\])*)\//.exec(rest) : null;
    const name = /^[A-Za-z_]\w*/.exec(rest);
    const number = NUMBER.exec(rest);
    const sign = SIGNS.exec(rest);
    if (quoted !== null) take('text', quoted[0].length, unescapedText(quoted[1] ?? ''));
    else if (pattern !== null) take('pattern', pattern[0].length, (pattern[1] ?? '').replaceAll('\\/', '/'));
    else if (name !== null) take(rest.charAt(name[0].length) === '(' ? 'call' : 'name', name[0].length);
    else if (number !== null) take('number', number[0].length);
    else if (sign !== null) take('sign', sign[0].length);
    else throw new FileSystemError(`cmd. line: syntax error at '${rest.slice(0, 20)}'`);
  }
  return [...words, { kind: 'end', text: '' }];
}

/** After what a slash is no division. */
function startsValue(before: Word | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === 'sign') return !/^(?:\)|\]|\$|\+\+|--)$/.test(before.text);
  return before.kind === 'name' && /^(?:print|printf|return|in|getline|exit|else|do)$/.test(before.text);
}

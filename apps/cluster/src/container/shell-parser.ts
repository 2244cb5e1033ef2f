/** Text, and variables that are looked up when the command runs. */
export type Word = readonly (string | { readonly variable: string })[];

/** Where a command's output goes besides its reader. */
export interface Redirection {
  readonly stream: 'stdin' | 'stdout' | 'stderr';
  readonly path: Word;
  readonly isAppending: boolean;
}

export interface SimpleCommand {
  readonly words: readonly Word[];
  readonly redirections: readonly Redirection[];
}

/** Commands joined by pipes, and when they run after the line before: always, or as it ended. */
export interface Pipeline {
  readonly when: 'always' | 'success' | 'failure';
  readonly commands: readonly SimpleCommand[];
}

type Token = { readonly kind: 'word'; readonly word: Word } | { readonly kind: 'operator'; readonly text: string };

const OPERATOR = /^(2>&1|2>>|2>|>>|>|<|&&|\|\||\||;|\n)/;

/** What a line of a shell asks for: words with quotes and variables, pipes, redirections, `;`, `&&` and `||`. Null where it does not end. */
export function parseShell(line: string): Pipeline[] | null {
  const tokens = tokenize(line);
  if (tokens === null) return null;
  const pipelines: Pipeline[] = [];
  let when: Pipeline['when'] = 'always';
  let commands: SimpleCommand[] = [];
  let words: Word[] = [];
  let redirections: Redirection[] = [];
  const endCommand = () => {
    if (words.length > 0 || redirections.length > 0) commands.push({ words, redirections });
    words = [];
    redirections = [];
  };
  const endPipeline = (next: Pipeline['when']) => {
    endCommand();
    if (commands.length > 0) pipelines.push({ when, commands });
    commands = [];
    when = next;
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (token.kind === 'word') words.push(token.word);
    else if (token.text === '|') endCommand();
    else if (token.text === ';' || token.text === '\n') endPipeline('always');
    else if (token.text === '&&') endPipeline('success');
    else if (token.text === '||') endPipeline('failure');
    else if (token.text === '2>&1') redirections.push({ stream: 'stderr', path: ['&1'], isAppending: false });
    else {
      const target = tokens[++i];
      if (target?.kind !== 'word') return null;
      redirections.push(redirection(token.text, target.word));
    }
  }
  endPipeline('always');
  return pipelines;
}

function redirection(operator: string, path: Word): Redirection {
  const stream = operator === '<' ? 'stdin' : operator.startsWith('2') ? 'stderr' : 'stdout';
  return { stream, path, isAppending: operator.endsWith('>>') };
}

function tokenize(line: string): Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  let word: Word | null = null;
  const endWord = () => {
    if (word !== null) tokens.push({ kind: 'word', word });
    word = null;
  };
  while (at < line.length) {
    const rest = line.slice(at);
    const operator = OPERATOR.exec(rest)?.[0];
    const character = line.charAt(at);
    // `2>` is a redirection only where the digit begins a word.
    if (operator !== undefined && (word === null || !operator.startsWith('2'))) {
      endWord();
      tokens.push({ kind: 'operator', text: operator });
      at += operator.length;
    } else if (/\s/.test(character)) {
      endWord();
      at++;
    } else if (character === '#' && word === null) {
      at += /^[^\n]*/.exec(rest)?.[0].length ?? 1;
    } else {
      const part = readPart(rest);
      if (part === null) return null;
      word = [...(word ?? []), ...part.word];
      at += part.length;
    }
  }
  endWord();
  return tokens;
}

/** One quoted string, escape, variable or run of plain characters; null where a quote does not end. */
function readPart(rest: string): { word: Word; length: number } | null {
  if (rest.startsWith("'")) {
    const end = rest.indexOf("'", 1);
    return end < 0 ? null : { word: [rest.slice(1, end)], length: end + 1 };
  }
  if (rest.startsWith('"')) {
    const match = /^"((?:[^"\\]|\\.)*)"/s.exec(rest);
    if (match === null) return null;
    const [whole, inner = ''] = match;
    return { word: quotedParts(inner), length: whole.length };
  }
  if (rest.startsWith('\\')) return { word: [rest.charAt(1)], length: 2 };
  const name = /^\$(?:\{(\w+|\?)\}|(\w+|\?))/.exec(rest);
  if (name !== null) return { word: [{ variable: name[1] ?? name[2] ?? '' }], length: name[0].length };
  const plain = /^[^\s'"\\$|;&<>]+/.exec(rest)?.[0] ?? rest.charAt(0);
  return { word: [plain], length: plain.length };
}

/** Between double quotes variables count, and a backslash before what would end or begin something. */
function quotedParts(inner: string): Word {
  const parts = [...inner.matchAll(/\\(["\\$`])|\$(?:\{(\w+|\?)\}|(\w+|\?))|([^\\$]+|.)/gs)];
  const word = parts.map(([, escaped, braced, bare, text]) => {
    const variable = braced ?? bare;
    return variable === undefined ? (escaped ?? text ?? '') : { variable };
  });
  return word.length === 0 ? [''] : word;
}

export function expandWord(word: Word, variable: (name: string) => string): string {
  return word.map(part => (typeof part === 'string' ? part : variable(part.variable))).join('');
}

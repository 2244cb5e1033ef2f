import { createHash } from 'node:crypto';
import { FileSystem, FileSystemError } from '../system/file-system.ts';
import { type Process, type Program, readAll } from '../system/process.ts';
import { ArithmeticError, evaluate } from './arithmetic.ts';
import { allLines, everyLine, options, say, sayLines } from './lines.ts';
import { compile, matchesIn } from './patterns.ts';
import { sorted } from './sorting.ts';

// Programs that make one text of another, with the options people use of them and the words of busybox.

/** Numbers written at a time. */
const SEQ_LINES = 1_000;

/** What is done with the lines as they come. */
function mapping(change: (lines: readonly string[]) => readonly string[]): Program {
  return async process => {
    for await (const lines of allLines(process, options(process.args).rest)) await sayLines(process, change(lines));
    return 0;
  };
}

export const seq: Program = async process => {
  const numbers = process.args.map(Number);
  const [from = 1, to = from, by] =
    numbers.length === 1 ? [1, numbers[0]] : numbers.length === 2 ? numbers : [numbers[0], numbers[2], numbers[1]];
  const step = by ?? (to < from ? -1 : 1);
  for (let value = from; (step > 0 ? value <= to : value >= to) && !process.signal.aborted; ) {
    const lines: string[] = [];
    for (; lines.length < SEQ_LINES && (step > 0 ? value <= to : value >= to); value += step) lines.push(String(value));
    await sayLines(process, lines);
    if (step === 0) return 1;
  }
  return 0;
};

export const sort: Program = async process => {
  const { flags, values, rest } = options(process.args, 'kto');
  const separator = values.get('t');
  const [key = '', end] = (values.get('k') ?? '').split(',');
  const column = Number.parseInt(key, 10);
  const isByNumber = flags.has('n') || /n/.test(values.get('k') ?? '');
  const isReversed = flags.has('r') || /r/.test(values.get('k') ?? '');
  const keyOf = (line: string) => {
    if (Number.isNaN(column)) return line;
    const fields = separator === undefined ? line.trim().split(/\s+/) : line.split(separator);
    return fields.slice(column - 1, end === undefined ? undefined : Number.parseInt(end, 10)).join(separator ?? ' ');
  };
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const compare = (a: string, b: string) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    const byNumber = isByNumber ? (Number.parseFloat(left) || 0) - (Number.parseFloat(right) || 0) : 0;
    const byText = isByNumber
      ? 0
      : flags.has('f')
        ? order(left.toLowerCase(), right.toLowerCase())
        : order(left, right);
    return (byNumber || byText || (flags.has('u') ? 0 : order(a, b))) * (isReversed ? -1 : 1);
  };
  const all = await sorted(await everyLine(process, rest), compare, process);
  const isFirst = (line: string, i: number) => i === 0 || compare(line, all[i - 1] ?? '') !== 0;
  await sayLines(process, flags.has('u') ? all.filter(isFirst) : all);
  return 0;
};

export const uniq: Program = async process => {
  const { flags, rest } = options(process.args);
  const groups: { readonly line: string; count: number }[] = [];
  for (const line of await everyLine(process, rest)) {
    const last = groups.at(-1);
    if (last?.line === line) last.count++;
    else groups.push({ line, count: 1 });
  }
  const shown = groups.filter(({ count }) => (!flags.has('d') || count > 1) && (!flags.has('u') || count === 1));
  await sayLines(
    process,
    shown.map(({ line, count }) => (flags.has('c') ? `${String(count).padStart(7)} ${line}` : line)),
  );
  return 0;
};

export const cut: Program = async process => {
  const { flags, values, rest } = options(process.args, 'cbdf');
  const list = values.get('f') ?? values.get('c') ?? values.get('b');
  if (list === undefined) throw new FileSystemError('expected a list of bytes, characters, or fields');
  const ranges = list.split(',').map(range => {
    const [from = '', to = from] = range.split('-');
    return [Number(from || 1), range.includes('-') && to === '' ? Infinity : Number(to)] as const;
  });
  const isIn = (_: string, i: number) => ranges.some(([from, to]) => i + 1 >= from && i + 1 <= to);
  const separator = values.get('d') ?? '\t';
  for await (const lines of allLines(process, rest)) {
    const shown = lines
      .filter(line => !flags.has('s') || line.includes(separator))
      .map(line => {
        if (!values.has('f')) return [...line].filter(isIn).join('');
        return line.includes(separator) ? line.split(separator).filter(isIn).join(separator) : line;
      });
    await sayLines(process, shown);
  }
  return 0;
};

const TR_CLASSES: Readonly<Record<string, string>> = {
  lower: 'a-z',
  upper: 'A-Z',
  digit: '0-9',
  alpha: 'A-Za-z',
  alnum: 'A-Za-z0-9',
  space: ' \t\n\r\f\v',
  blank: ' \t',
};

/** `a-z`, `\n`, `[:upper:]`. */
function letters(set: string): string[] {
  const plain = set
    .replace(/\[:(\w+):\]/g, (whole, name: string) => TR_CLASSES[name] ?? whole)
    .replace(/\\([ntr\\])/g, (_, letter: string) => ({ n: '\n', t: '\t', r: '\r' })[letter] ?? letter);
  return [...plain.matchAll(/(.)-(.)|(.)/gsu)].flatMap(([, from, to, single]) => {
    if (single !== undefined) return [single];
    const [first, last] = [from?.codePointAt(0) ?? 0, to?.codePointAt(0) ?? 0];
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => String.fromCodePoint(first + i));
  });
}

export const tr: Program = async process => {
  const { flags, rest } = options(process.args);
  const [from = [], to = []] = rest.map(letters);
  const isIn = (character: string) => from.includes(character) !== (flags.has('c') || flags.has('C'));
  const squeezed = new Set(flags.has('s') ? (rest.length > 1 && !flags.has('d') ? to : from) : []);
  let before = '';
  for await (const chunk of process.stdin) {
    let text = '';
    for (const character of Buffer.from(chunk).toString()) {
      if (flags.has('d') && isIn(character)) continue;
      const changed =
        flags.has('d') || rest.length < 2 || !isIn(character)
          ? character
          : (to[from.indexOf(character)] ?? to.at(-1) ?? character);
      if (changed !== before || !squeezed.has(changed)) text += changed;
      before = changed;
    }
    say(process, text);
    await process.drained();
    if (process.signal.aborted) break;
  }
  return 0;
};

export const rev: Program = mapping(lines => lines.map(line => [...line].toReversed().join('')));

export const tac: Program = async process => {
  await sayLines(process, (await everyLine(process, options(process.args).rest)).toReversed());
  return 0;
};

export const nl: Program = async process => {
  let number = 0;
  const shown = (line: string) => (line === '' ? '' : `${String(++number).padStart(6)}\t${line}`);
  for await (const lines of allLines(process, options(process.args, 'bw').rest))
    await sayLines(process, lines.map(shown));
  return 0;
};

/** Without what is given as its end. */
export const basename: Program = process => {
  const [path = '', end = ''] = process.args;
  const name = path.replace(/\/+$/, '').split('/').at(-1) ?? '';
  say(process, `${name !== end && end !== '' && name.endsWith(end) ? name.slice(0, -end.length) : name || '/'}\n`);
  return Promise.resolve(0);
};

export const dirname: Program = process => {
  const path = (process.args[0] ?? '').replace(/\/+$/, '');
  const slash = path.lastIndexOf('/');
  say(process, `${slash < 0 ? '.' : path.slice(0, slash).replace(/\/+$/, '') || '/'}\n`);
  return Promise.resolve(0);
};

/** `expr 1 + 2`, `expr TEXT : PATTERN`, `expr length TEXT`. */
export const expr: Program = async process => {
  const [first = '', second = '', third = ''] = process.args;
  try {
    const answer =
      first === 'length' ? String(second.length) : second === ':' ? matched(first, third) : computed(process.args);
    say(process, `${answer}\n`);
    return answer === '' || answer === '0' ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    process.err(Buffer.from(`expr: ${error.message}\n`));
    return 2;
  }
};

function matched(text: string, pattern: string): string {
  const [found] = matchesIn(compile([pattern], { around: ['^', ''] }), [text])[0] ?? [];
  return pattern.includes('\\(') ? (found?.groups[1] ?? '') : String(found?.groups[0]?.length ?? 0);
}

function computed(args: readonly string[]): string {
  const [left = '', operator, right = ''] = args;
  const isOfTexts = args.length === 3 && !/^-?\d+$/.test(left);
  if (isOfTexts && operator === '=') return left === right ? '1' : '0';
  if (isOfTexts && operator === '!=') return left === right ? '0' : '1';
  if (args.length === 1) return left;
  const words = args.map(word => (word === '=' ? '==' : word));
  return String(evaluate(words.join(' '), { get: () => '', set: () => {} }));
}

const contentOf = (process: Process, path: string) =>
  path === '-' ? readAll(process.stdin) : Promise.resolve(process.files.read(FileSystem.resolve(process.cwd, path)));

/** `md5sum FILES`, and the like. */
export function sum(algorithm: string): Program {
  return async process => {
    const { rest } = options(process.args);
    for (const path of rest.length === 0 ? ['-'] : rest) {
      const digest = createHash(algorithm)
        .update(await contentOf(process, path))
        .digest('hex');
      say(process, `${digest}  ${path}\n`);
    }
    return 0;
  };
}

const BASE64_COLUMNS = 76;

export const base64: Program = async process => {
  const { flags, values, rest } = options(process.args, 'w');
  const content = Buffer.from(await contentOf(process, rest[0] ?? '-'));
  if (flags.has('d')) process.out(Buffer.from(content.toString(), 'base64'));
  else {
    const columns = Number(values.get('w') ?? BASE64_COLUMNS) || Infinity;
    const text = content.toString('base64');
    say(process, columns === Infinity ? text : `${text.replace(new RegExp(`.{${columns}}(?=.)`, 'g'), '$&\n')}\n`);
  }
  return 0;
};

import { FileSystem, FileSystemError } from '../system/file-system.ts';
import type { Process } from '../system/process.ts';
import { ArithmeticError, evaluate } from '../programs/arithmetic.ts';
import { options } from '../programs/lines.ts';
import { secondsOf } from '../programs/seconds.ts';
import { OPTION_NAMES } from './invocation.ts';
import { Leaving, ShellError } from './outcomes.ts';
import type { Running, ShellHost } from './shell-host.ts';
import { signalName, signalStatus } from '../system/signal-names.ts';
import { linked } from './streams.ts';
import { MAX_VALUE } from './variables.ts';

/** What only the shell itself can do. */
export type Builtin = (shell: ShellHost, process: Process, running: Running) => Promise<number>;

const NOT_FOUND = 127;
const TIMED_OUT = 143;
const MS = 1_000;
const NAME = /^[A-Za-z_]\w*$/;
const say = ({ out }: Process, text: string) => out(Buffer.from(text));
const done = (status = 0) => Promise.resolve(status);
/** What programs are that the shell has of itself as well. */
const OWN = new Set(['[', 'echo', 'false', 'printf', 'pwd', 'test', 'true']);

/** A number given to `exit` and the like; anything else is an error. */
function count(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d+$/.test(text)) throw new ShellError(`${name}: Illegal number: ${text}`, 2);
  return Number(text);
}

/** The path where a program lies; null where there is none. */
function placeOf(shell: ShellHost, name: string): string | null {
  if (shell.find(name) === undefined) return null;
  return name.startsWith('/') ? name : `/bin/${name}`;
}

const quoted = (value: string) => `'${value.replaceAll("'", `'"'"'`)}'`;

const cd: Builtin = (shell, process) => {
  const [given = shell.get('HOME') ?? '/'] = process.args.filter(
    word => word !== '-P' && word !== '-L' && word !== '--',
  );
  const target = given === '-' ? (shell.get('OLDPWD') ?? shell.cwd) : given;
  const path = FileSystem.resolve(shell.cwd, target);
  if (!shell.files.isDirectory(path)) {
    shell.complain(`cd: can't cd to ${target}: No such file or directory`);
    return done(1);
  }
  shell.set('OLDPWD', shell.cwd);
  shell.cwd = path;
  shell.set('PWD', path);
  if (given === '-') say(process, `${path}\n`);
  return done();
};

const command: Builtin = async (shell, process, running) => {
  const { args } = process;
  if (args[0] !== '-v' && args[0] !== '-V') {
    let at = args[0] === '-p' ? 1 : 0;
    // `command command …` is as good as one.
    while (args[at] === 'command' && !/^-[pvV]/.test(args[at + 1] ?? '')) at++;
    if (at >= args.length) return 0;
    await shell.invoke(args.slice(at), running, true);
    return shell.status;
  }
  let status = 0;
  for (const name of args.slice(1)) {
    const isOwn = Object.hasOwn(BUILTINS, name) || OWN.has(name) || shell.functions.has(name);
    const found = isOwn ? name : placeOf(shell, name);
    if (found === null) status = NOT_FOUND;
    else say(process, `${found}\n`);
  }
  return status;
};

const type: Builtin = (shell, process) => {
  let status = 0;
  for (const name of process.args) {
    const isOwn = Object.hasOwn(BUILTINS, name) || OWN.has(name);
    const place = placeOf(shell, name);
    if (shell.functions.has(name)) say(process, `${name} is a function\n`);
    else if (isOwn) say(process, `${name} is a shell builtin\n`);
    else if (place !== null) say(process, `${name} is ${place}\n`);
    else {
      say(process, `${name}: not found\n`);
      status = NOT_FOUND;
    }
  }
  return done(status);
};

/** `export`, `readonly`: what a variable is from now on, and its value. */
const marking =
  (mark: 'isExported' | 'isReadonly'): Builtin =>
  (shell, process) => {
    if (process.args.length === 0 || process.args[0] === '-p') {
      const word = mark === 'isExported' ? 'export' : 'readonly';
      const known = mark === 'isExported' ? shell.variables.environment() : new Map<string, string>();
      for (const name of [...known.keys()].toSorted())
        say(process, `${word} ${name}=${quoted(known.get(name) ?? '')}\n`);
      return done();
    }
    for (const word of process.args.filter(text => !text.startsWith('-'))) {
      const [name = '', ...value] = word.split('=');
      if (!NAME.test(name)) throw new ShellError(`${word}: bad variable name`, 2);
      if (word.includes('=')) shell.set(name, value.join('='));
      shell.variables.mark(name, { [mark]: true });
    }
    return done();
  };

const local: Builtin = (shell, { args }) => {
  for (const word of args) {
    const [name = '', ...value] = word.split('=');
    if (!shell.variables.makeLocal(name)) throw new ShellError('local: not in a function', 2);
    if (word.includes('=')) shell.set(name, value.join('='));
  }
  return done();
};

const read: Builtin = async (shell, { args }) => {
  const { flags, values, rest: names } = options(args, 'p');
  const isRaw = flags.has('r');
  const prompt = values.get('p');
  if (prompt !== undefined) shell.write(prompt, 2);
  const input = shell.descriptors.get(0)?.input;
  if (input === null || input === undefined) return 1;
  const parts: string[] = [];
  let [length, isWhole, goesOn] = [0, true, true];
  while (goesOn) {
    const line = await input.line();
    isWhole = line.isWhole;
    goesOn = !isRaw && isWhole && endsOpen(line.text);
    parts.push(goesOn ? line.text.slice(0, -1) : line.text);
    length += line.text.length;
    if (length > MAX_VALUE) throw new FileSystemError('line too long');
  }
  const text = parts.join('');
  const ifs = shell.get('IFS') ?? ' \t\n';
  assign(shell, names.length === 0 ? ['REPLY'] : names, { text, ifs, isRaw });
  return isWhole ? 0 : 1;
};

/** A backslash that no other one stands for. */
function endsOpen(text: string): boolean {
  let at = text.length;
  while (text.charAt(at - 1) === '\\') at--;
  return (text.length - at) % 2 === 1;
}

/** Each name gets a word, the last one all that is left. */
function assign(
  shell: ShellHost,
  names: readonly string[],
  { text, ifs, isRaw }: { readonly text: string; readonly ifs: string; readonly isRaw: boolean },
): void {
  const isBlank = (character: string) => ' \t\n'.includes(character) && ifs.includes(character);
  let at = 0;
  const skip = () => {
    while (at < text.length && isBlank(text.charAt(at))) at++;
  };
  for (const [i, name] of names.entries()) {
    skip();
    const from = at;
    const isLast = i === names.length - 1;
    if (isLast) at = text.length;
    for (; at < text.length && !ifs.includes(text.charAt(at)); at++) if (text.charAt(at) === '\\' && !isRaw) at++;
    let value = text.slice(from, at);
    if (!isRaw) value = value.replaceAll(/\\([^]?)/g, '$1');
    let end = value.length;
    while (isLast && end > 0 && isBlank(value.charAt(end - 1))) end--;
    skip();
    if (at < text.length && ifs.includes(text.charAt(at)) && !isBlank(text.charAt(at))) at++;
    shell.set(name, value.slice(0, end));
  }
}

const set: Builtin = (shell, process) => {
  const { args } = process;
  if (args.length === 0) {
    for (const name of shell.variables.names()) say(process, `${name}=${quoted(shell.get(name) ?? '')}\n`);
    return done();
  }
  let at = 0;
  for (; /^[-+]\w/.test(args[at] ?? ''); at++) {
    const word = args[at] ?? '';
    for (const letter of word.slice(1)) {
      const name = letter === 'o' ? (OPTION_NAMES.get(args[++at] ?? '') ?? '') : letter;
      if (word.startsWith('-')) shell.options.add(name);
      else shell.options.delete(name);
    }
  }
  if (args[at] === '--') shell.parameters = args.slice(at + 1);
  else if (at < args.length) shell.parameters = args.slice(at);
  return done();
};

const trap: Builtin = (shell, process) => {
  const [action, ...signals] = process.args.filter(word => word !== '--');
  if (action === undefined) {
    for (const [signal, what] of shell.traps) say(process, `trap -- ${quoted(what)} ${signal}\n`);
    return done();
  }
  if (signals.length === 0) shell.traps.delete(signalName(action));
  for (const signal of signals.map(signalName)) {
    if (action === '-') shell.traps.delete(signal);
    else shell.traps.set(signal, action);
  }
  return done();
};

const kill: Builtin = async (shell, { args }) => {
  const [first = ''] = args;
  const signal =
    first === '-s' ? signalName(args[1] ?? '') : first.startsWith('-') ? signalName(first.slice(1)) : 'TERM';
  let status = 0;
  for (const id of args.slice(first === '-s' ? 2 : first.startsWith('-') ? 1 : 0)) {
    const job = id.replace(/^%/, '');
    // Nothing is sent: it is asked whether it is there.
    const isAsked = signal === 'EXIT';
    if (id === shell.get('$')) await (isAsked ? done() : signalled(shell, signal));
    else if (!(isAsked ? shell.jobs.has(job) : shell.jobs.send(job, signal))) {
      shell.complain(`can't kill pid ${id}: No such process`);
      status = 1;
    }
  }
  return status;
};

/** The shell itself: what `trap` said, or its end. */
async function signalled(shell: ShellHost, signal: string): Promise<void> {
  const action = shell.traps.get(signal);
  if (action === undefined || signal === 'KILL') throw new Leaving('exit', signalStatus(signal));
  await shell.giveWay();
  if (action !== '') await shell.run(action);
  if (shell.hasExited) throw new Leaving('exit', shell.status);
}

function refuseOption(shell: ShellHost, wanted: string, letter: string): void {
  if (wanted.startsWith(':')) shell.set('OPTARG', letter);
  else shell.complain(`illegal option -- ${letter}`);
}

const getopts: Builtin = (shell, { args }) => {
  const [wanted = '', name = 'OPT', ...given] = args;
  const words = given.length > 0 ? given : shell.parameters;
  const index = Number(shell.get('OPTIND') ?? 1);
  const offset = index === shell.optionIndex ? shell.optionOffset : 1;
  const word = words[index - 1] ?? '';
  if (!/^-./.test(word) || word === '--') {
    if (word === '--') shell.set('OPTIND', String(index + 1));
    shell.set(name, '?');
    return done(1);
  }
  const letter = word.charAt(offset);
  const at = letter === ':' ? -1 : wanted.indexOf(letter);
  let next = offset + 1 < word.length ? index : index + 1;
  shell.variables.unset('OPTARG');
  if (at < 0) refuseOption(shell, wanted, letter);
  else if (wanted.charAt(at + 1) === ':') {
    const isInside = offset + 1 < word.length;
    shell.set('OPTARG', isInside ? word.slice(offset + 1) : (words[index] ?? ''));
    next = isInside ? index + 1 : index + 2;
  }
  shell.set(name, at < 0 ? '?' : letter);
  shell.set('OPTIND', String(next));
  shell.optionIndex = next;
  shell.optionOffset = next === index ? offset + 1 : 1;
  return done();
};

/** Characters of what one command of `xargs` is given. */
const MAX_ARGUMENTS = 32 * 1024;

function xargsOptions(args: readonly string[]) {
  let [most, place, isTold, isRunEmpty] = [Infinity, '', false, true];
  let at = 0;
  for (; (args[at] ?? '').startsWith('-'); at++) {
    const option = args[at] ?? '';
    if (option.startsWith('-n')) most = Number(option.slice(2) || args[++at]);
    else if (option.startsWith('-I')) place = option.slice(2) || (args[++at] ?? '');
    else if (option === '-t') isTold = true;
    else if (option === '-r') isRunEmpty = false;
  }
  if (!(most >= 1)) throw new FileSystemError(`number ${most} is not in 1..2147483647 range`);
  return { most, place, isTold, isRunEmpty: isRunEmpty && place === '', words: args.slice(at) };
}

const xargs: Builtin = async (shell, process, running) => {
  const { most, place, isTold, isRunEmpty, words } = xargsOptions(process.args);
  const [name = 'echo', ...given] = words;
  let [status, isFirst] = [0, true];
  for await (const part of groups(process, place === '' ? { most, separator: /\s+/ } : { most: 1, separator: '\n' })) {
    await shell.giveWay();
    if (part.length === 0 && !(isFirst && isRunEmpty)) continue;
    isFirst = false;
    const all = place === '' ? [...given, ...part] : given.map(word => word.replaceAll(place, part[0] ?? ''));
    if (isTold) shell.write(`${[name, ...all].join(' ')}\n`, 2);
    await shell.invoke([name, ...all], running, true);
    if (shell.status === NOT_FOUND) return NOT_FOUND;
    if (shell.status !== 0) status = 123;
  }
  return status;
};

/** The words of the input, as many as one command takes; at the end what is left, if nothing. */
async function* groups(
  process: Process,
  { most, separator }: { readonly most: number; readonly separator: string | RegExp },
): AsyncIterable<string[]> {
  const decoder = new TextDecoder();
  let [words, size, rest]: [string[], number, string] = [[], 0, ''];
  for await (const chunk of process.stdin) {
    const found = (rest + decoder.decode(chunk, { stream: true })).split(separator);
    rest = found.pop() ?? '';
    if (rest.length > MAX_ARGUMENTS) throw new FileSystemError('argument line too long');
    for (const word of found.filter(Boolean)) {
      words.push(word);
      size += word.length + 1;
      if (words.length < most && size < MAX_ARGUMENTS) continue;
      yield words;
      [words, size] = [[], 0];
    }
  }
  yield rest === '' ? words : [...words, rest];
}

const timeout: Builtin = async (shell, { args, clock }, running) => {
  const from = args[0] === '-s' ? 2 : /^-s./.test(args[0] ?? '') ? 1 : 0;
  const [seconds = '', name = '', ...rest] = args.slice(from);
  const { controller, unlink } = linked(running.signal);
  const cancel = clock.schedule(secondsOf(seconds) * MS, () => controller.abort());
  const status = await shell.child({ ...running, signal: controller.signal }, child =>
    child.invoke([name, ...rest], { ...running, signal: controller.signal }, true),
  );
  cancel();
  unlink();
  return controller.signal.aborted ? TIMED_OUT : status;
};

const env: Builtin = async (shell, process, running) => {
  const isEmpty = process.args[0] === '-i';
  const args = process.args.slice(isEmpty ? 1 : 0);
  const at = args.findIndex(word => !word.includes('='));
  const pairs = at < 0 ? args : args.slice(0, at);
  const [name, ...rest] = at < 0 ? [] : args.slice(at);
  return shell.child(running, async child => {
    if (isEmpty) for (const known of child.variables.names()) child.variables.unset(known);
    for (const pair of pairs) {
      const [variable = '', ...value] = pair.split('=');
      child.set(variable, value.join('='));
      child.variables.mark(variable, { isExported: true });
    }
    if (name !== undefined) return child.invoke([name, ...rest], running, true);
    for (const [variable, value] of child.variables.environment()) say(process, `${variable}=${value}\n`);
    child.status = 0;
  });
};

const source: Builtin = async (shell, { args }, running) => {
  const [path = '', ...parameters] = args;
  const file = shell.files.file(FileSystem.resolve(shell.cwd, path));
  if (file === undefined) throw new ShellError(`.: can't open '${path}': No such file or directory`, 2);
  const before = shell.parameters;
  if (parameters.length > 0) shell.parameters = parameters;
  try {
    await shell.evaluate(Buffer.from(file.content).toString(), running);
    return shell.status;
  } catch (error) {
    if (!(error instanceof Leaving) || error.kind !== 'return') throw error;
    return error.value;
  } finally {
    shell.parameters = before;
  }
};

/** For jobs; what is sent by the container's node ends it at once. */
const wait: Builtin = async (shell, { args }, { signal }) => {
  const { controller, unlink } = linked(signal);
  let isSent = false;
  const stop = shell.sent.on(() => {
    isSent = true;
    controller.abort();
  });
  let status: number | undefined = 0;
  for (const id of args.length > 0 ? args.map(word => word.replace(/^%/, '')) : shell.jobs.list())
    status = await shell.jobs.wait(id, controller.signal);
  stop();
  unlink();
  if (isSent) return TIMED_OUT;
  return args.length === 0 ? 0 : (status ?? NOT_FOUND);
};

/** Out of as many loops as there are. */
const leaving =
  (kind: 'break' | 'continue'): Builtin =>
  (shell, { args }) => {
    const loops = Math.min(count(kind, args[0], 1), shell.loopDepth);
    return loops > 0 ? Promise.reject(new Leaving(kind, loops)) : done();
  };

export const BUILTINS: Readonly<Record<string, Builtin>> = {
  ':': () => done(),
  '.': source,
  break: leaving('break'),
  cd,
  command,
  continue: leaving('continue'),
  env,
  eval: async (shell, { args }, running) => {
    await shell.evaluate(args.join(' '), running);
    return shell.status;
  },
  exec: async (shell, { args }, running) => {
    await shell.invoke(
      args.slice(
        Math.max(
          0,
          args.findIndex(word => word !== 'exec'),
        ),
      ),
      running,
      true,
    );
    // Nobody is left who could do what was said of the end.
    shell.traps.delete('EXIT');
    throw new Leaving('exit', shell.status);
  },
  exit: (shell, { args }) => Promise.reject(new Leaving('exit', count('exit', args[0], shell.status) % 256)),
  export: marking('isExported'),
  getopts,
  jobs: (shell, process) => {
    for (const [i, id] of shell.jobs.list().entries()) say(process, `[${i + 1}]+  Running                    ${id}\n`);
    return done();
  },
  kill,
  let: (shell, { args }) => {
    const variables = { get: (name: string) => shell.get(name) ?? '', set: shell.set.bind(shell) };
    try {
      return done(args.map(text => evaluate(text, variables)).at(-1) === 0n ? 1 : 0);
    } catch (error) {
      if (!(error instanceof ArithmeticError)) throw error;
      throw new ShellError(error.message, 2);
    }
  },
  local,
  read,
  readonly: marking('isReadonly'),
  return: (shell, { args }) => Promise.reject(new Leaving('return', count('return', args[0], shell.status) % 256)),
  set,
  shift: (shell, { args }) => {
    const by = count('shift', args[0], 1);
    if (by > shell.parameters.length) return done(1);
    shell.parameters = shell.parameters.slice(by);
    return done();
  },
  source,
  timeout,
  trap,
  type,
  umask: (_, process) => {
    if (process.args.length === 0) say(process, '0022\n');
    return done();
  },
  unset: (shell, { args }) => {
    for (const name of args.filter(word => !word.startsWith('-'))) {
      if (args[0] === '-f') shell.functions.delete(name);
      else shell.variables.unset(name);
    }
    return done();
  },
  wait,
  xargs,
};

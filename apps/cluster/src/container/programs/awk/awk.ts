import { FileSystem, FileSystemError } from '../../system/file-system.ts';
import type { Program } from '../../system/process.ts';
import { AwkInterpreter } from './awk-interpreter.ts';
import { AwkMachine } from './awk-machine.ts';
import { parseAwk } from './awk-parser.ts';
import { outside } from './awk-values.ts';
import { unescapedText } from './awk-words.ts';

const FAILED = 1;

/** `awk [-F SEPARATOR] [-v NAME=VALUE] [-f FILE] PROGRAM FILES`; commands of a program run in `sh`. */
export function awk(sh: Program): Program {
  return async process => {
    const { args, files, cwd } = process;
    const machine = new AwkMachine(process, sh);
    const texts: string[] = [];
    let at = 0;
    for (; /^-./.test(args[at] ?? ''); at++) {
      const word = args[at] ?? '';
      if (word === '--') {
        at++;
        break;
      }
      const letter = word.charAt(1);
      if (!'Fvf'.includes(letter)) throw new FileSystemError(`unrecognized option: ${letter}`);
      const value = word.slice(2) || (args[++at] ?? '');
      if (letter === 'F') machine.set('FS', value === 't' ? '\t' : unescapedText(value));
      else if (letter === 'f') texts.push(Buffer.from(files.read(FileSystem.resolve(cwd, value))).toString());
      else {
        const [name = '', ...rest] = value.split('=');
        machine.set(name, outside(unescapedText(rest.join('='))));
      }
    }
    if (texts.length === 0) texts.push(args[at++] ?? '');
    const operands = ['awk', ...args.slice(at)];
    machine.set('ARGC', operands.length);
    machine.arrays.set('ARGV', machine.newArray(operands.map((operand, i) => [String(i), outside(operand)] as const)));
    try {
      return await new AwkInterpreter(parseAwk(texts.join('\n')), machine).run();
    } catch (error) {
      if (!(error instanceof FileSystemError)) throw error;
      process.err(Buffer.from(`awk: ${error.message}\n`));
      return FAILED;
    }
  };
}

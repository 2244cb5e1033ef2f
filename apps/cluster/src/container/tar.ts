import { createTar, parseTar, type TarFileInput } from 'nanotar';
import { FileSystem, FileSystemError } from './file-system.ts';
import { type Program, readAll } from './process.ts';

/** Modes as text in octal, as archives keep them. */
const OCTAL = 8;

/** Packs to its output and unpacks from its input: what `kubectl cp` needs of it (`cf -`, `xmf - -C`). */
export const tar: Program = async process => {
  const [mode = '', ...rest] = process.args;
  const directory = rest.indexOf('-C');
  const base = directory < 0 ? process.cwd : FileSystem.resolve(process.cwd, rest[directory + 1] ?? '');
  if (mode.includes('x')) {
    if (!process.files.isDirectory(base))
      throw new FileSystemError(`can't change directory to '${base}': No such file or directory`);
    // A copy: the parser reads a buffer from its very beginning, wherever the bytes are in it.
    for (const entry of parseTar(Uint8Array.from(await readAll(process.stdin)))) {
      const path = FileSystem.resolve(base, entry.name);
      if (entry.type === 'directory') process.files.makeDirectory(path);
      else if (entry.type === 'file') {
        process.files.makeDirectory(FileSystem.resolve(path, '..'));
        const bits = Number.parseInt(entry.attrs?.mode ?? '', OCTAL);
        const attributes = { modifiedAt: process.clock.now(), ...(Number.isNaN(bits) ? {} : { mode: bits }) };
        process.files.write(path, entry.data ?? new Uint8Array(), attributes);
      }
    }
    return 0;
  }
  const operands = rest.filter((word, i) => word !== '-' && word !== '-C' && (directory < 0 || i !== directory + 1));
  const entries = operands.flatMap(operand => collect(process.files, FileSystem.resolve(base, operand)));
  process.out(createTar(entries));
  return 0;
};

function collect(files: FileSystem, path: string): TarFileInput[] {
  const name = path.replace(/^\//, '');
  const file = files.file(path);
  if (file !== undefined)
    return [{ name, data: file.content, attrs: { mode: file.mode.toString(OCTAL), mtime: file.modifiedAt } }];
  const entries = files.list(path);
  return entries.flatMap(entry => collect(files, FileSystem.resolve(path, entry.name)));
}

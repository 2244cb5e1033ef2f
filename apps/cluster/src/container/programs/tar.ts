import { createTar, parseTar, type TarFileInput } from 'nanotar';
import { writeAll } from './file-programs.ts';
import { FileSystem, FileSystemError } from '../system/file-system.ts';
import { type Program, readAll } from '../system/process.ts';

/** Modes as text in octal, as archives keep them. */
const OCTAL = 8;

/** Packs to its output and unpacks from its input: what `kubectl cp` needs of it (`cf -`, `xmf - -C`). */
export const tar: Program = async process => {
  const [mode = '', ...rest] = process.args;
  if (mode === '--version') {
    process.out(Buffer.from('tar (simulated) 1.0\n'));
    return 0;
  }
  const directory = rest.indexOf('-C');
  const base = directory < 0 ? process.cwd : FileSystem.resolve(process.cwd, rest[directory + 1] ?? '');
  if (!process.files.isDirectory(base))
    throw new FileSystemError(`can't change directory to '${base}': No such file or directory`);
  if (mode.includes('x')) {
    // A copy: the parser reads a buffer from its very beginning, wherever the bytes are in it.
    for (const entry of parseTar(Uint8Array.from(await readAll(process.stdin)))) {
      const path = FileSystem.resolve(base, entry.name);
      const now = process.clock.now();
      if (entry.type === 'directory') process.files.makeDirectory(path, now);
      else if (entry.type === 'file') {
        process.files.makeDirectory(FileSystem.resolve(path, '..'), now);
        const bits = Number.parseInt(entry.attrs?.mode ?? '', OCTAL);
        const attributes = { modifiedAt: now, ...(Number.isNaN(bits) ? {} : { mode: bits & 0o7777 }) };
        process.files.write(path, entry.data ?? new Uint8Array(), attributes);
      }
    }
    return 0;
  }
  const operands = rest.filter((word, i) => word !== '-' && word !== '-C' && (directory < 0 || i !== directory + 1));
  // Said as they were, and without the slash of the uppermost folder.
  const entries = operands.flatMap(operand =>
    collect(process.files, { path: FileSystem.resolve(base, operand), name: operand.replace(/^\/+|\/+$/g, '') }),
  );
  await writeAll(process, createTar(entries));
  return 0;
};

function collect(files: FileSystem, { path, name }: { readonly path: string; readonly name: string }): TarFileInput[] {
  const file = files.file(path);
  if (file !== undefined)
    return [{ name, data: file.content, attrs: { mode: file.mode.toString(OCTAL), mtime: file.modifiedAt } }];
  const below = files.list(path).flatMap(entry =>
    collect(files, {
      path: FileSystem.resolve(path, entry.name),
      name: name === '' ? entry.name : `${name}/${entry.name}`,
    }),
  );
  return name === '' || name === '.' ? below : [{ name: `${name}/`, attrs: { mode: '755' } }, ...below];
}

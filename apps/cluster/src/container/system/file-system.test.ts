import { expect, test } from 'vitest';
import { Disk } from './disk.ts';
import { FileSystem } from './file-system.ts';

const AT = { modifiedAt: 0 };
const MANY = new Uint8Array(15 * 1024 * 1024);

test('the files of all containers have one bound; what nobody reads again gives its room back', () => {
  const disk = new Disk();
  const all = Array.from({ length: 20 }, () => new FileSystem(disk));
  const isWritten = (files: FileSystem) => {
    try {
      files.write('/f', MANY, AT);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ message: '/f: No space left on device' });
      return false;
    }
  };
  const written = all.filter(isWritten);
  expect(written).toHaveLength(17);
  const [first, second] = written;
  const other = new FileSystem(disk);
  expect(isWritten(other)).toBe(false);
  first?.release();
  expect(isWritten(other)).toBe(true);
  second?.remove('/f');
  expect(isWritten(new FileSystem(disk))).toBe(true);
  expect(first === undefined || isWritten(first)).toBe(false);
});

import { existsSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { HistoryStatus, HistoryUnavailable } from '../stores/history-status.ts';
import { ProcessLock } from './process-lock.ts';
import { SqliteFile } from './sqlite-file.ts';
import { connectSqlite } from './sqlite-module.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-file-'));
  folders.push(folder);
  return folder;
}

function opened(folder: string | null) {
  const status = new HistoryStatus({ isLasting: folder !== null });
  const path = folder === null ? null : join(folder, 'below/history.db');
  return { file: new SqliteFile(path, status), status, path: path ?? '' };
}

const COUNT = 'SELECT count(*) AS count FROM ports';
const ADD = 'INSERT INTO ports VALUES (?, ?)';

describe('a file', () => {
  test('is made with its folder, for nobody else', () => {
    const { file, path } = opened(newFolder());
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    file.close();
  });

  test('is written by all of a transaction or by nothing of it', () => {
    const { file, status } = opened(null);
    expect(() =>
      file.transaction(() => {
        file.run(ADD, 'ada', '[]');
        throw new Error('on the way');
      }),
    ).toThrow(HistoryUnavailable);
    expect([file.get(COUNT), status.state.problem]).toEqual([{ count: 0 }, ':memory:: on the way']);
    file.transaction(() => {
      file.run(ADD, 'ada', '[]');
      file.run(ADD, 'bob', '[]');
    });
    expect(file.all('SELECT person FROM ports ORDER BY person')).toEqual([{ person: 'ada' }, { person: 'bob' }]);
    file.close();
  });

  test('that is taken away is said once, and made anew by the next who asks', () => {
    const { file, status, path } = opened(newFolder());
    file.run(ADD, 'ada', '[]');
    for (const end of ['', '-wal', '-shm']) if (existsSync(path + end)) renameSync(path + end, `${path}.away${end}`);
    expect(() => file.get(COUNT)).toThrow('the file was taken away');
    expect(status.state.problem).toContain('the file was taken away');
    expect(file.get(COUNT)).toEqual({ count: 0 });
    file.close();
  });

  test('that is no database is left as it is, and said with its name', () => {
    const folder = newFolder();
    const path = join(folder, 'history.db');
    writeFileSync(path, 'a letter, and no database at all. '.repeat(40));
    const status = new HistoryStatus({ isLasting: true });
    expect(() => new SqliteFile(path, status)).toThrow(path);
    expect(status.state.problem).toContain('not a database');
    expect(statSync(path).size).toBe(1_360);
  });

  test('that another process writes to is waited for, not for long', () => {
    const { file, path } = opened(newFolder());
    const other = connectSqlite(path);
    other.exec('BEGIN IMMEDIATE');
    const from = performance.now();
    expect(() => file.run(ADD, 'ada', '[]')).toThrow(/locked|busy/);
    expect(performance.now() - from).toBeLessThan(5_000);
    other.exec('ROLLBACK');
    other.close();
    file.run(ADD, 'ada', '[]');
    expect(file.get(COUNT)).toEqual({ count: 1 });
    file.tryWriting();
    file.close();
  });

  test('of a newer version is not touched: what its tables mean is not known', () => {
    const { file, path } = opened(newFolder());
    file.close();
    const newer = connectSqlite(path);
    newer.exec('PRAGMA user_version = 999; DROP TABLE ports');
    newer.close();
    expect(() => new SqliteFile(path, new HistoryStatus({ isLasting: true }))).toThrow('newer Lanthorn');
    const after = connectSqlite(path);
    expect(after.prepare('PRAGMA user_version').get()).toEqual({ user_version: 999 });
    after.close();
  });
});

describe('processes of one folder', () => {
  test('know which of them live, each by a name of its own', () => {
    const folder = newFolder();
    const [one, other] = [new ProcessLock(folder), new ProcessLock(folder)];
    expect(one.id).not.toBe(other.id);
    expect([one.isAlive(one.id), one.isAlive(other.id), other.isAlive(one.id)]).toEqual([true, true, true]);
    other.close();
    expect([one.isAlive(other.id), other.isAlive(one.id)]).toEqual([false, true]);
    one.close();
  });

  test('that ended without a word left a file which nobody holds: it is gone once somebody asked', () => {
    const folder = newFolder();
    const one = new ProcessLock(folder);
    const left = join(folder, 'running/01234567-89ab-cdef-0123-456789abcdef.lock');
    writeFileSync(left, '');
    expect([one.isAlive('01234567-89ab-cdef-0123-456789abcdef'), existsSync(left)]).toEqual([false, false]);
    expect(one.isAlive('nobody')).toBe(false);
    one.close();
    expect(existsSync(join(folder, `running/${one.id}.lock`))).toBe(false);
  });

  test('of no folder are one: this', () => {
    const lock = new ProcessLock(null);
    expect([lock.isAlive(lock.id), lock.isAlive('other')]).toEqual([true, false]);
    lock.close();
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { BearerToken } from './token-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'lanthorn-token-'));
afterAll(() => rmSync(folder, { recursive: true }));

function token(name: string, inPlace: string | null = null) {
  const clock = new FakeClock();
  const tokenFile = join(folder, name);
  const write = (text: string) => writeFileSync(tokenFile, text);
  return { clock, write, tokenFile, bearer: new BearerToken({ token: inPlace, tokenFile }, clock) };
}

test('without a file it is the one in place, or none', () => {
  const clock = new FakeClock();
  expect(new BearerToken({ token: 'a', tokenFile: null }, clock).read()).toBe('a');
  expect(new BearerToken({ token: null, tokenFile: null }, clock).read()).toBeNull();
});

test('a file is read without its line end, and again after a minute', async () => {
  const { bearer, clock, write } = token('renewed');
  write('one\n');
  expect(bearer.read()).toBe('one');
  write('two');
  await clock.advance(59_000);
  expect(bearer.read()).toBe('one');
  await clock.advance(2_000);
  expect(bearer.read()).toBe('two');
});

test('one that was refused is read again at once', () => {
  const { bearer, write } = token('refused');
  write('one');
  bearer.read();
  write('two');
  bearer.forget();
  expect(bearer.read()).toBe('two');
});

test('a file beats the token in place as long as it can be read', () => {
  const { bearer, write, tokenFile } = token('beats', 'in place');
  expect(bearer.read()).toBe('in place');
  write('of the file');
  expect(bearer.read()).toBe('of the file');
  rmSync(tokenFile);
  bearer.forget();
  expect(bearer.read()).toBe('in place');
});

test('one that cannot be read is said with its name, where there is no other', () => {
  const { bearer, tokenFile } = token('none');
  expect(() => bearer.read()).toThrow(tokenFile);
});

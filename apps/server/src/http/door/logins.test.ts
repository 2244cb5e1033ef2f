import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Logins } from './logins.ts';
import { ownHostName } from '../own-host.ts';

const PRINTED = { lifeMs: null, isExposed: false };
const OPENED = { lifeMs: 1_000, isExposed: true };

function start() {
  let at = 0;
  const logins = new Logins({ now: () => at });
  const redeem = (code: string) => {
    const result = logins.redeem(code);
    return 'token' in result ? result.token : result.refused;
  };
  return { logins, redeem, wait: (ms: number) => (at += ms) };
}

describe('a code', () => {
  test('lets in once', () => {
    const { logins, redeem } = start();
    const code = logins.newCode(PRINTED);
    const token = redeem(code);
    expect([logins.isSession(token), logins.isSession(code), logins.isSession('')]).toEqual([true, false, false]);
    expect(redeem(code)).toBe('used');
    expect(redeem('other')).toBe('unknown');
    // Nobody else saw it: whoever came first is the person.
    expect(logins.isSession(token)).toBe(true);
  });

  test('ends when its time is over', () => {
    const { logins, redeem, wait } = start();
    const [opened, printed] = [logins.newCode(OPENED), logins.newCode(PRINTED)];
    wait(1_001);
    expect(redeem(opened)).toBe('used');
    expect(redeem(printed)).toHaveLength(32);
  });

  test('is exchanged for one of another page, once, which ends sooner', () => {
    const { logins, redeem, wait } = start();
    const code = logins.newCode(PRINTED);
    const next = logins.exchange(code);
    expect(logins.exchange(code)).toEqual({ refused: 'used' });
    wait(60_001);
    expect('token' in next && redeem(next.token)).toBe('used');
  });

  test.each(['before', 'after'])(
    'that others saw and that comes twice: nothing that came of it is left, %s it was followed',
    when => {
      const { logins, redeem } = start();
      const code = logins.newCode(OPENED);
      const next = logins.exchange(code);
      if (!('token' in next)) throw new Error('refused');
      const token = when === 'after' ? redeem(next.token) : '';
      let ended = 0;
      logins.onEnd(token, () => ended++);
      expect(redeem(code)).toBe('used');
      expect(redeem(next.token)).toBe('used');
      expect([logins.isSession(token), ended]).toEqual([false, when === 'after' ? 1 : 0]);
    },
  );

  test('that others saw harms nobody when it comes again after its time', () => {
    const { logins, redeem, wait } = start();
    const code = logins.newCode(OPENED);
    const token = redeem(code);
    wait(1_001);
    redeem(code);
    expect(logins.isSession(token)).toBe(true);
  });
});

test('the oldest sessions give way, and are told', () => {
  const { logins, redeem } = start();
  const [first = '', ...others] = Array.from({ length: 65 }, () => redeem(logins.newCode(PRINTED)));
  expect([logins.isSession(first), others.every(token => logins.isSession(token))]).toEqual([false, true]);
});

describe('our own host name', () => {
  test('is one that nobody can guess, and stays in a data folder that only its owner reads', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'lanthorn-host-')), 'data');
    const name = ownHostName(folder);
    expect(name).toMatch(/^lanthorn-[a-z0-9]{12}\.localhost$/);
    expect(ownHostName(folder)).toBe(name);
    expect(statSync(join(folder, 'host-name')).mode & 0o777).toBe(0o600);
    expect(ownHostName(null)).not.toBe(ownHostName(null));
  });

  test('is new where the kept one is none, and where nothing can be kept', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lanthorn-host-'));
    writeFileSync(join(folder, 'host-name'), 'evil.example\n');
    expect(ownHostName(folder)).toMatch(/^lanthorn-/);
    expect(readFileSync(join(folder, 'host-name'), 'utf8')).toMatch(/^lanthorn-/);
    expect(ownHostName('/dev/null/x')).toMatch(/^lanthorn-/);
  });
});

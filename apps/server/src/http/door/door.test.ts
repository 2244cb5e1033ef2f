import { describe, expect, test } from 'vitest';
import { Door } from './door.ts';

const OWN = 'lanthorn-abcdefghijkl.localhost';
const TOKEN = 'a-session';

function knock(port: number, host: string, origin = `http://${host}`) {
  const door = new Door({ port, ownName: OWN, logins: { isSession: token => token === TOKEN } });
  const headers = { host, origin, cookie: `${door.cookieName}=${TOKEN}`, 'x-lanthorn': '1' };
  return door.check({ method: 'POST', headers, isUpgrade: false })?.status ?? 'in';
}

describe('the door', () => {
  test.each([
    [7420, `${OWN}:7420`],
    [7420, '127.0.0.1:7420'],
    [7420, 'localhost:7420'],
    [7420, '[::1]:7420'],
    // Browsers leave out the port of HTTP.
    [80, OWN],
    [80, '127.0.0.1'],
    [80, '[::1]'],
    [80, 'localhost:80'],
  ])('at port %i lets %s in', (port, host) => {
    expect(knock(port, host)).toBe('in');
  });

  test.each([
    [7420, OWN],
    [7420, '127.0.0.1'],
    [7420, `${OWN}:7421`],
    [7420, `x.${OWN}:7420`],
    [7420, 'x.localhost:7420'],
    [80, '127.0.0.1:7420'],
    [80, 'evil.example'],
    [80, `evil.${OWN}`],
  ])('at port %i knows no %s', (port, host) => {
    expect(knock(port, host)).toBe(421);
  });

  test('takes no page of one of its names for one of another', () => {
    expect(knock(7420, `${OWN}:7420`, 'http://127.0.0.1:7420')).toBe(403);
    expect(knock(7420, '127.0.0.1:7420', `http://${OWN}:7420`)).toBe(403);
  });
});

import { expect, test } from 'vitest';
import { portAddress, portPlace } from './port-address.ts';

const OWN = 'lanthorn-abcdefghijkl.localhost';
const resource = { group: '', version: 'v1', resource: 'pods' };
const at = (name: string, namespace: string, { scheme = 'http', own = OWN } = {}) =>
  portAddress(
    { target: { cluster: 'c', resource, namespace, name, uid: 'u' }, local: 8080, scheme: scheme as 'http' | null },
    own,
  );

test('each has a host of its own, and none that of Lanthorn, whose name has one part before localhost', () => {
  expect(at('web', 'shop')).toBe('http://web.shop.localhost:8080/');
  expect(at('web.v1', 'shop', { scheme: 'https' })).toBe('https://web.v1.shop.localhost:8080/');
  for (const name of ['lanthorn-abcdefghijkl', 'web', 'x.y'])
    expect(new URL(at(name, 'n') ?? '').hostname).not.toMatch(/^lanthorn-[a-z0-9]{12}\.localhost$/);
});

test('where Lanthorn itself is at the address of this machine, a port is not: its session would be sent there', () => {
  for (const name of ['web', '-x']) expect(at(name, 'shop', { own: '127.0.0.1' })).toBe('http://localhost:8080/');
});

test('a name that is no host is found at the address; what no browser opens has none', () => {
  for (const name of ['-x', 'A', 'a_b', 'a'.repeat(64), `${'a.'.repeat(130)}b`, 'evil.com/', 'x@y', ''])
    expect(at(name, 'shop')).toBe('http://127.0.0.1:8080/');
  const target = { cluster: 'c', resource, namespace: 'shop', name: 'web', uid: 'u' };
  expect(portAddress({ target, local: 5432, scheme: null }, OWN)).toBeNull();
  expect(portPlace({ local: 5432 })).toBe('127.0.0.1:5432');
});

import { expect, test } from 'vitest';
import { maskedManifest } from './masked-manifest.ts';

const clock = { nextTurn: async () => {} };
const SECRET = (password: string) =>
  `---\n# Source: web/templates/secret.yaml\napiVersion: v1\nkind: Secret\nmetadata:\n  name: web\ndata:\n  password: ${password}\n`;
const SERVICE =
  '---\n# Source: web/templates/service.yaml\napiVersion: v1\nkind: Service\nmetadata:\n  name: web # a Secret place\n';

test('values of Secrets are masked, and nothing else is touched', async () => {
  const { text, isMasked } = await maskedManifest(SERVICE + SECRET('aHVudGVyMg=='), clock);
  expect(isMasked).toBe(true);
  expect(text.startsWith(SERVICE)).toBe(true);
  expect(text).toContain('# Source: web/templates/secret.yaml\n');
  expect(text).toMatch(/password: ••• [0-9a-f]{6}/);
  expect(text).not.toContain('aHVudGVyMg');
  expect(await maskedManifest(SERVICE, clock)).toEqual({ text: SERVICE, isMasked: false });
});

test('the same value has the same mask, another has another', async () => {
  const [one, same, other] = await Promise.all(
    ['YQ==', 'YQ==', 'Yg=='].map(async value => (await maskedManifest(SECRET(value), clock)).text),
  );
  expect(one).toBe(same);
  expect(one).not.toBe(other);
});

test.each([
  [
    'written in another way',
    'apiVersion: v1\nkind: "\\x53ecret"\nmetadata: {name: a}\nstringData: {password: hunter2}\n',
  ],
  [
    'in a List',
    'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: a}, data: {p: hunter2}}\n',
  ],
  ['with values that are no map', 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: hunter2\n'],
  ['that cannot be read', 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {p: hunter2\n'],
  ['without a name', 'apiVersion: v1\nkind: Secret\ndata: {p: hunter2}\n'],
])('no value comes through of a Secret %s', async (_, manifest) => {
  const { text, isMasked } = await maskedManifest(manifest, clock);
  expect([isMasked, text.includes('hunter2')]).toEqual([true, false]);
});

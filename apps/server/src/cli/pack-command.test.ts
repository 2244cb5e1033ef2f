import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkPacks } from './pack-command.ts';

const SHIPPED = join(import.meta.dirname, '../../../../packages/views/packs');

function check(...files: string[]) {
  const [out, error]: [string[], string[]] = [[], []];
  const code = checkPacks(files, { out: text => void out.push(text), error: text => void error.push(text) });
  return { code, out, error };
}

test('packs that can be used say how many kinds they know', () => {
  const { code, out, error } = check(...readdirSync(SHIPPED).map(name => join(SHIPPED, name)));
  expect([code, error]).toEqual([0, []]);
  expect(out).toContain(`${join(SHIPPED, 'sealed-secrets.yaml')}: 1 kind`);
});

test('what is wrong is told as file, line and path, and the exit code says so', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packs-'));
  const file = join(folder, 'a.yaml');
  writeFileSync(
    file,
    'pack: a\nkinds:\n  - group: example.com\n    resource: widgets\n    kind: Widget\n    columns:\n      - { title: A, cel: nothing.b }\n',
  );
  const { code, out, error } = check(join(SHIPPED, 'keda.yaml'), file, join(folder, 'gone.yaml'));
  rmSync(folder, { recursive: true });
  expect(code).toBe(1);
  expect(out).toHaveLength(1);
  expect(error).toEqual([
    `${file}:7: kinds[0].columns[0].cel: Unknown variable: nothing`,
    expect.stringMatching(/gone\.yaml:1: ENOENT/),
  ]);
});

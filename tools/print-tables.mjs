import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Has the printers of kube-apiserver itself print every object of tests/conformance/printed, and keeps their cells beside it. A
// line without cells is a new case. Needs Go, and some minutes where it has not built Kubernetes before.

/** When the objects are looked at: their ages are counted from here. */
const NOW = Date.parse('2026-11-28T03:20:00Z');
const folder = join(import.meta.dirname, '../tests/conformance/printed');

const run = spawnSync(
  'go',
  ['build', '-o', join(import.meta.dirname, '../node_modules/.cache/print-tables'), './print-tables'],
  {
    cwd: join(import.meta.dirname, 'control-plane'),
    stdio: 'inherit',
  },
);
if (run.status !== 0) throw new Error('Go did not build the printers');

for (const name of readdirSync(folder).filter(entry => entry.endsWith('.jsonl'))) {
  const path = join(folder, name);
  const objects = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).object);
  // The printers read the clock of this machine.
  const shift = Math.floor(Date.now() / 1_000) * 1_000 - NOW;
  const moved = (_key, value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)
      ? // A MicroTime is read with six digits behind the point and nothing else.
        new Date(Date.parse(value) + shift).toISOString().replace('.000Z', value.includes('.') ? '.000000Z' : 'Z')
      : value;
  const { stdout, status } = spawnSync(join(import.meta.dirname, '../node_modules/.cache/print-tables'), {
    input: objects.map(object => JSON.stringify(object, moved)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${name}: the printers failed`);
  const answers = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  writeFileSync(path, answers.map((answer, i) => `${JSON.stringify({ object: objects[i], ...answer })}\n`).join(''));
  console.log(`${name}: ${answers.length}, refused ${answers.filter(answer => 'error' in answer).length}`);
}

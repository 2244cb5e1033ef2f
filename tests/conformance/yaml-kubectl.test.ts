import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { yamlText } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { YAML_TEXT_PARTS } from '@lanthorn/testkit/yaml-text-parts.ts';
import { hasKubectl } from './kubectl-runner.ts';

const run = promisify(execFile);
/** One process reads them all. */
const TEXTS = 500;

const text = fc.array(fc.constantFrom(...YAML_TEXT_PARTS), { maxLength: 6 }).map(parts => parts.join(''));

test.skipIf(!hasKubectl)('kubectl reads the YAML we write as the very texts it was made of', async () => {
  const texts = fc.sample(text, TEXTS);
  const data = Object.fromEntries(texts.map((value, i) => [`t${i}`, value]));
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'texts' }, data };
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-yaml-'));
  try {
    const file = join(folder, 'texts.yaml');
    writeFileSync(file, yamlText(object));
    const { stdout } = await run('kubectl', ['label', '--local', '-f', file, 'a=b', '-o', 'json'], {
      env: { ...process.env, HOME: folder },
      maxBuffer: 64 * 1024 * 1024,
    });
    expect((JSON.parse(stdout) as typeof object).data).toEqual(data);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withKindDefaults } from '@lanthorn/apiserver/kinds/defaults.ts';
import { tableCells } from '@lanthorn/apiserver/printing/printers.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

// Cells as the printers of kube-apiserver 1.37.2 gave them, objects of every state and chance ones (`node tools/print-tables.mjs` prints
// them again). The views read the same objects (packages/views/src/kinds/core/pod-summary.test.ts), neither knowing of the other.

/** As in tools/print-tables.mjs. */
const NOW = Date.parse('2026-11-28T03:20:00Z');
const folder = join(import.meta.dirname, 'printed');

interface Printed {
  readonly object: KubeObject;
  readonly cells: readonly unknown[];
  /** Of a list. */
  readonly rows?: readonly (readonly unknown[])[];
}

function printed(resource: string): Printed[] {
  const lines = readFileSync(join(folder, `${resource}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  return lines.map(line => JSON.parse(line) as Printed);
}

describe.each(readdirSync(folder).map(name => name.replace('.jsonl', '')))('%s', resource => {
  // As what a server reads from its storage, they have their defaults.
  const cellsOf = (object: KubeObject, list: readonly KubeObject[]) => tableCells(resource, object, { now: NOW, list });
  const stored = (object: KubeObject) => withKindDefaults(resource, object);

  test.each(printed(resource).map(entry => [entry.object.metadata.name ?? 'a list', entry] as const))(
    'the embedded server prints %s as the real one',
    (_name, { object, cells, rows }) => {
      if (rows === undefined) return expect(cellsOf(stored(object), [])).toEqual(cells);
      const list = (object['items'] as KubeObject[]).map(stored);
      return expect(list.map(item => cellsOf(item, list))).toEqual(rows);
    },
  );
});

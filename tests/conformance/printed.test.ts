import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withKindDefaults } from '@lanthorn/apiserver/kinds/defaults.ts';
import { tableCells } from '@lanthorn/apiserver/printing/printers.ts';
import { humanDuration } from '@lanthorn/kube/objects/human-duration.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { podStatus } from '@lanthorn/views/kinds/core/pods.ts';
import { podSummary } from '@lanthorn/views/kinds/core/pod-summary.ts';

// Cells as the printers of kube-apiserver 1.37.2 gave them, objects of every state and chance ones (`node tools/print-tables.mjs` prints
// them again). The embedded server and the views read the same objects, neither knowing of the other.

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

describe('the views', () => {
  test.each(printed('pods').map(entry => [entry.object.metadata.name, entry] as const))(
    'pod %s: ready, status and restarts',
    (_name, { object, cells }) => {
      const { ready, total, word, restarts, restartedAt } = podSummary(object);
      const ago = restartedAt === null ? '' : ` (${humanDuration(NOW - restartedAt)} ago)`;
      expect([`${ready}/${total}`, word, `${restarts}${ago}`]).toEqual(cells.slice(1, 4));
    },
  );

  test('a pod whose phase is Failed is never called well', () => {
    const failed = printed('pods').filter(
      ({ object }) => (object['status'] as { phase?: string }).phase === 'Failed' && !object.metadata.deletionTimestamp,
    );
    expect(failed.length).toBeGreaterThan(20);
    for (const { object } of failed) expect(podStatus(object).tone).toBe('bad');
  });
});

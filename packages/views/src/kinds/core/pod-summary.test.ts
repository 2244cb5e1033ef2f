import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { humanDuration } from '@lanthorn/kube/objects/human-duration.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { podSummary } from './pod-summary.ts';
import { podStatus } from './pods.ts';

// Cells as the printer of kube-apiserver 1.37.2 gave them, of pods of every state and chance ones (`node tools/print-tables.mjs` prints them
// again). The views and the embedded server (tests/conformance/printed.test.ts) read the same objects, neither knowing of the other.

/** As in tools/print-tables.mjs. */
const NOW = Date.parse('2026-11-28T03:20:00Z');
const FILE = join(import.meta.dirname, '../../../../../tests/conformance/printed/pods.jsonl');

interface Printed {
  readonly object: KubeObject;
  readonly cells: readonly unknown[];
}

const PRINTED = readFileSync(FILE, 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as Printed);

test.each(PRINTED.map(entry => [entry.object.metadata.name, entry] as const))(
  'pod %s: ready, status and restarts',
  (_name, { object, cells }) => {
    const { ready, total, word, restarts, restartedAt } = podSummary(object);
    const ago = restartedAt === null ? '' : ` (${humanDuration(NOW - restartedAt)} ago)`;
    expect([`${ready}/${total}`, word, `${restarts}${ago}`]).toEqual(cells.slice(1, 4));
  },
);

test('a pod whose phase is Failed is never called well', () => {
  const failed = PRINTED.filter(
    ({ object }) => (object['status'] as { phase?: string }).phase === 'Failed' && !object.metadata.deletionTimestamp,
  );
  expect(failed.length).toBeGreaterThan(20);
  for (const { object } of failed) expect(podStatus(object).tone).toBe('bad');
});

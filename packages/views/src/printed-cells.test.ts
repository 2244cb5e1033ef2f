import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEPLOYMENT_VIEW } from './kinds/apps/deployments.ts';
import { DAEMON_SET_VIEW } from './kinds/apps/daemonsets.ts';
import { STATEFUL_SET_VIEW } from './kinds/apps/statefulsets.ts';
import { JOB_VIEW } from './kinds/batch/jobs.ts';
import { NODE_VIEW } from './kinds/core/nodes.ts';
import type { KindView } from './cells/kind-view.ts';
import { columnIndex } from './kind-index.ts';

// What the printers of kube-apiserver 1.37.2 gave (`node tools/print-tables.mjs`); pods are in kinds/core/pod-summary.test.ts.
const folder = join(import.meta.dirname, '../../../tests/conformance/printed');

/** Our columns, each with the place of the same one in what is printed. */
const ALIKE: readonly (readonly [KindView, Readonly<Record<string, number>>])[] = [
  [JOB_VIEW, { status: 1, completions: 2 }],
  [DEPLOYMENT_VIEW, { ready: 1, upToDate: 2, available: 3 }],
  [STATEFUL_SET_VIEW, { ready: 1 }],
  [DAEMON_SET_VIEW, { upToDate: 4, available: 5 }],
  [NODE_VIEW, { roles: 2 }],
];

describe.each(ALIKE.map(([view, places]) => [view.kind, view, places] as const))('%s', (_kind, view, places) => {
  const lines = readFileSync(join(folder, `${view.resource.resource}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as { object: { metadata: { name: string } }; cells: unknown[] });

  test.each(lines.map(({ object, cells }) => [object.metadata.name, object, cells] as const))(
    '%s is told as kubectl tells it',
    (_name, object, cells) => {
      for (const [column, place] of Object.entries(places)) {
        const cell = view.columns[columnIndex(view, column)]?.read(object, { now: 0 }) ?? null;
        const printed = cells[place] === '<none>' ? '' : cells[place];
        expect([column, typeof cell === 'object' && cell !== null && 'status' in cell ? cell.status : cell]).toEqual([
          column,
          printed,
        ]);
      }
    },
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { decide, readYaml, rebase } from './edit-session.ts';
import { mergeTrees, pathText } from './three-way-merge.ts';
import { TypeSchema } from './type-schema.ts';
import { yamlText } from './kubernetes-yaml.ts';
import { applyEdits } from './yaml-edit.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 300);
const TYPE = new TypeSchema(
  {},
  {
    properties: {
      items: {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['name'],
        items: { properties: { name: { type: 'string' }, v: { type: 'integer' }, w: { type: 'integer' } } },
      },
      tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
    },
  },
);

const base = { replicas: 2, items: [{ name: 'app', v: 1 }], note: 'x' };
const TEXT = '# my notes\nreplicas: 2\nitems:\n  - name: app # main\n    v: 1\nnote: x\n';

describe('a text under foreign changes', () => {
  test('they flow in where nothing was typed; comments and what was typed stay', () => {
    const text = TEXT.replace('v: 1', 'v: 7');
    const live = {
      replicas: 5,
      items: [
        { name: 'app', v: 1 },
        { name: 'sidecar', v: 0 },
      ],
      note: 'x',
    };
    const result = must(rebase({ base, text, live }, TYPE), 'valid');
    expect(result.clashes).toEqual([]);
    expect(result.foreign).toEqual(['replicas', 'items[name=sidecar]']);
    expect(applyEdits(text, result.edits)).toBe(
      '# my notes\nreplicas: 5\nitems:\n  - name: app # main\n    v: 7\n  - name: sidecar\n    v: 0\nnote: x\n',
    );
    expect(result.base).toEqual(live);
  });

  test('a clash stays a clash whatever comes later, until it is decided', () => {
    const text = TEXT.replace('replicas: 2', 'replicas: 3');
    const first = must(rebase({ base, text, live: { ...base, replicas: 5 } }, TYPE), 'valid');
    expect(first.clashes.map(clash => pathText(clash.path))).toEqual(['replicas']);
    const live = { ...base, replicas: 5, note: 'later' };
    const second = must(rebase({ base: first.base, text: applyEdits(text, first.edits), live }, TYPE), 'valid');
    const [clash] = second.clashes;
    expect([clash?.base, clash?.mine, clash?.live]).toEqual([2, 3, 5]);
    const later = applyEdits(text, second.edits);
    expect(later).toContain('replicas: 3');
    expect(later).toContain('note: later');
    const state = { base: second.base, text: later, live };
    for (const [side, replicas] of [
      ['mine', 3],
      ['live', 5],
    ] as const) {
      const decided = must(decide(state, { clash: must(clash, 'one'), side }, TYPE), 'valid');
      const settled = applyEdits(later, decided.edits);
      expect(must(rebase({ base: decided.base, text: settled, live }, TYPE), 'valid').clashes).toEqual([]);
      expect(readYaml(settled)?.['replicas']).toBe(replicas);
    }
  });

  test('while the text is no YAML nothing is touched', () => {
    expect(rebase({ base, text: 'a: [', live: base }, TYPE)).toBeNull();
    expect(rebase({ base, text: '- a list', live: base }, TYPE)).toBeNull();
  });
});

const item = fc.record(
  { name: fc.constantFrom('a', 'b', 'c'), v: fc.nat(2), w: fc.nat(1) },
  { requiredKeys: ['name'] },
);
const tree = fc
  .record(
    {
      x: fc.nat(2),
      deep: fc.record({ y: fc.nat(2), z: fc.nat(1) }, { requiredKeys: [] }),
      items: fc.uniqueArray(item, { selector: ({ name }) => name, maxLength: 3 }),
      tags: fc.uniqueArray(fc.constantFrom('p', 'q', 'r'), { maxLength: 3 }),
    },
    { requiredKeys: [] },
  )
  .map(value => JSON.parse(JSON.stringify({ kind: 'T', ...value })) as Record<string, unknown>);

describe('any edits', () => {
  test('after a rebase the text says the merge, the same clashes are open, and nothing else is left to merge', () => {
    fc.assert(
      fc.property(tree, tree, tree, (before, mine, live) => {
        const text = yamlText(mine);
        const result = must(rebase({ base: before, text, live }, TYPE), 'valid');
        const after = readYaml(applyEdits(text, result.edits));
        expect(after).toEqual(mergeTrees({ base: before, mine, live }, TYPE).merged);
        const again = mergeTrees({ base: result.base, mine: after, live }, TYPE);
        expect(again.merged).toEqual(after);
        expect(again.clashes.map(({ path }) => pathText(path))).toEqual(
          result.clashes.map(({ path }) => pathText(path)),
        );
        if (result.clashes.length === 0) expect(result.base).toEqual(live);
      }),
      { numRuns: RUNS },
    );
  });

  test('deciding every clash leaves none', () => {
    fc.assert(
      fc.property(
        tree,
        tree,
        tree,
        fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
        (before, mine, live, sides) => {
          let state = { base: before as unknown, text: yamlText(mine), live };
          for (const isMine of sides) {
            const found = must(rebase(state, TYPE), 'valid');
            state = { ...state, base: found.base, text: applyEdits(state.text, found.edits) };
            const [clash] = found.clashes;
            if (clash === undefined) break;
            const decided = must(decide(state, { clash, side: isMine ? 'mine' : 'live' }, TYPE), 'valid');
            state = { ...state, base: decided.base, text: applyEdits(state.text, decided.edits) };
          }
          expect(must(rebase(state, TYPE), 'valid').clashes).toEqual([]);
        },
      ),
      { numRuns: RUNS },
    );
  });
});

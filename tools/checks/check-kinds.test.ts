import { expect, test } from 'vitest';
// @ts-expect-error -- a plain module without types
import { actionKinds, kindComplaints } from './check-kinds.mjs';

const complaints = (text: string) =>
  kindComplaints('apps/server/src/a.ts', text, ['cronjob.pause', 'object.delete']) as string[];

test('the kinds are those of the records', () => {
  expect(actionKinds(["  kind: 'cronjob.pause',\n", "  kind: 'Pod',\n  kind: 'object.delete',"])).toEqual([
    'cronjob.pause',
    'object.delete',
  ]);
});

test.each([
  ['a comparison', "if (operation.kind !== 'cronjob.pause') return;"],
  ['a comparison the other way round', "if ('object.delete' === kind) return;"],
  ['a comparison over two lines', "if (\n  kind ===\n  'object.delete'\n) return;"],
  ['a switch', "switch (kind) {\n  case 'object.delete':"],
  ['a set', "const A = new Set<string>([\n  'a',\n  'cronjob.pause',\n]);"],
  ['a list that is searched', "['cronjob.pause', 'x'].includes(kind)"],
  ['a table', "const A = {\n  'cronjob.pause': 1,\n};"],
  [
    'a comparison with a record',
    "import { DELETE_OBJECT } from '@lanthorn/actions/objects/delete-object.ts';\nif (kind === DELETE_OBJECT.kind) return;",
  ],
])('%s of actions is refused', (_what, text) => {
  expect(complaints(text)).toEqual([expect.stringMatching(/^apps\/server\/src\/a\.ts:\d+ asks which action it is/)]);
});

test('an action is started by its name, and other words are no actions', () => {
  expect(complaints("openActionDialog('cronjob.pause', [target], { params });")).toEqual([]);
  expect(complaints("await runner.start({ id, kind: 'cronjob.pause', targets });")).toEqual([]);
  expect(complaints("state.kind === 'live' || t('pause.note') === 'object.deleted'")).toEqual([]);
});

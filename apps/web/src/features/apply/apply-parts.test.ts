import { beforeEach, expect, test, vi } from 'vitest';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import { lookAt, sendAfter } from './apply-request.ts';
import { conflictsOf } from '../../parts/editor/field-conflicts.ts';
import { documentState } from './document-state.ts';
import { readFiles } from './text/read-files.ts';
import { keepTextDraft, readTextDraft } from './text/text-draft.ts';

beforeEach(() => localStorage.clear());

const resource = { group: '', version: 'v1', resource: 'configmaps' };
function placed(name: string, over: object = {}) {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } };
  const manifest = { from: 0, to: 1, line: 1, object };
  return { manifest, object, resource, namespace: 'n', name, isGivenNamespace: false, restsOn: null, ...over };
}
function preview(over: Partial<TargetPreview> = {}): TargetPreview {
  const target = { cluster: 'c', resource, namespace: 'n', name: 'a', uid: 'u' };
  const nothing = { effects: [], kubectl: '', isDone: false, warnings: [], changes: [], clashes: [] };
  return { target, ...nothing, refusal: null, creates: null, ...over };
}
const refusal = (causes: { reason: string; message: string; field: string }[] = []) => ({
  ...({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code: 409 } as const),
  details: { causes },
});
const CONFLICT = {
  reason: 'FieldManagerConflict',
  message: 'conflict with "kubectl-client-side-apply" with subresource "scale" using apps/v1',
  field: '.spec.replicas',
};
const CHANGE = { path: 'data.a', before: '1', after: '2' };

test.each([
  ['new', {}, { creates: 'a' }],
  ['changed', {}, { changes: [CHANGE] }],
  ['same', {}, {}],
  // Masked values are equal whatever they are.
  ['hidden', { resource: { ...resource, resource: 'secrets' } }, {}],
  ['untried', {}, { isUntried: true, creates: 'a' }],
  ['refused', {}, { refusal: refusal() }],
  ['conflict', {}, { refusal: refusal([CONFLICT]) }],
])('a document is %s', (state, of, answer) => {
  expect(documentState(placed('a', of), preview(answer))).toBe(state);
});

test('who owns a field is named, and whatever else a server may say is said whole', () => {
  const other = { reason: 'FieldManagerConflict', message: 'somebody has it', field: '.a' };
  const unrelated = { reason: 'FieldValueInvalid', message: 'no', field: 'b' };
  expect(conflictsOf(refusal([CONFLICT, other, unrelated]))).toEqual([
    { owner: 'kubectl-client-side-apply', field: 'spec.replicas' },
    { owner: 'somebody has it', field: 'a' },
  ]);
});

test('what was seen is what is sent: that very object, or one that is not there; the rest is left out', () => {
  const all = ['new', 'changed', 'same', 'refused', 'taken'].map(name => placed(name));
  const takenOver = new Set(['configmaps/n/taken']);
  const target = (name: string, uid: string) => ({ cluster: 'c', resource, namespace: 'n', name, uid });
  expect(lookAt('c', all, takenOver).targets[0]).toEqual(target('new', ''));
  expect(lookAt('c', all, takenOver).documents.map(({ takesOver = false }) => takesOver)).toEqual([
    ...[false, false, false, false, true],
  ]);
  const previews = [
    preview({ creates: 'new', target: target('new', '') }),
    preview({ changes: [CHANGE], target: target('changed', 'u2') }),
    preview(),
    preview({ refusal: refusal() }),
    preview({ changes: [CHANGE], target: target('taken', 'u5') }),
  ];
  const { targets, documents } = sendAfter(all, previews, takenOver);
  expect(targets).toEqual([target('new', ''), target('changed', 'u2'), target('taken', 'u5')]);
  expect(documents.map(({ expects, takesOver = false }) => [expects, takesOver])).toEqual([
    ['absent', false],
    ['present', false],
    ['present', true],
  ]);
});

test('files become documents with their names above them; what is no text is named and left out', async () => {
  const files = [
    new File(['a: 1\n\n'], 'a.yaml'),
    new File([new Uint8Array([0xff, 0xfe, 0x00])], 'picture.png'),
    new File(['b: 2'], 'b\n.yaml'),
  ];
  expect(await readFiles(files)).toEqual({
    text: '# a.yaml\na: 1\n---\n# b .yaml\nb: 2\n',
    unread: [{ name: 'picture.png', why: 'noText' }],
  });
  const large = new File(['x'.repeat(3_000_001)], 'large.yaml');
  expect(await readFiles([large])).toEqual({ text: '', unread: [{ name: 'large.yaml', why: 'tooLarge' }] });
});

test('a text is kept until it is empty; one that may hold values of Secrets never is, and takes what was kept with it', () => {
  expect([keepTextDraft('k', 'a: 1'), readTextDraft('k')]).toEqual(['kept', 'a: 1']);
  expect([keepTextDraft('k', 'a: 1\nkind: Secret'), readTextDraft('k')]).toEqual(['secret', '']);
  expect(JSON.stringify({ ...localStorage })).not.toContain('Secret');
  keepTextDraft('k', 'a: 1');
  expect([keepTextDraft('k', ' \n'), readTextDraft('k')]).toEqual(['kept', '']);
});

test('a browser without room says so', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  expect(keepTextDraft('k', 'a: 1')).toBe('noRoom');
  vi.restoreAllMocks();
});

import { fireEvent, render, screen, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { closeActionDialog, useActionDialog } from '../../data/actions/action-dialog-store.ts';
import { MarkForm } from './mark-form.tsx';

beforeEach(closeActionDialog);

const targetOf = (name: string) => ({ cluster: 'c', resource: POD_VIEW.resource, namespace: 'n', name, uid: name });

function show(objects: readonly object[], names = objects.map((_object, i) => `pod-${i}`)) {
  let closed = 0;
  const form = (
    <MarkForm
      targets={names.map(targetOf)}
      objects={objects.map(metadata => ({ metadata }))}
      onClose={() => (closed += 1)}
    />
  );
  render(form);
  return { closed: () => closed };
}
const write = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });
const preview = () => screen.getByText('Preview the change');
const asked = () => {
  const { request } = useActionDialog.getState();
  return request !== null && 'kind' in request ? [request.kind, request.params?.marks] : null;
};

test('of one object each is changed, removed and left; one is added with what the server would say to it', () => {
  show([{ labels: { app: 'web', tier: 'back', keep: 'x' }, annotations: { 'a.b/Note': 'one\ntwo' } }]);
  expect(preview().getAttribute('aria-disabled')).toBe('true');
  const app = screen.getByLabelText('app');
  write(app, 'not good');
  expect(screen.getByRole('alert').textContent).toMatch(/^a valid label must be an empty string or consist of/);
  expect(preview().getAttribute('aria-disabled')).toBe('true');
  write(app, 'api');
  fireEvent.click(screen.getByLabelText('Remove tier'));
  expect(screen.getByLabelText('tier')).toHaveProperty('disabled', true);
  fireEvent.click(screen.getByLabelText('Remove keep'));
  fireEvent.click(screen.getByLabelText('Leave keep as it is'));
  expect(screen.getByLabelText('keep')).toHaveProperty('value', 'x');
  // All lines of an annotation are there to be changed.
  const note = screen.getByLabelText('a.b/Note');
  expect(note).toHaveProperty('value', 'one\ntwo');
  write(note, 'one\ntwo!');

  fireEvent.click(screen.getByText('Add a label'));
  const key = screen.getByLabelText('Key');
  expect(document.activeElement).toBe(key);
  expect(preview().getAttribute('aria-disabled')).toBe('true');
  write(key, '-bad');
  expect(screen.getByRole('alert').textContent).toMatch(/^name part must consist of alphanumeric characters/);
  write(key, 'app');
  expect(screen.getByRole('alert').textContent).toBe('There is one with this key already.');
  write(key, 'team');
  write(screen.getByLabelText('Value'), 'data');
  fireEvent.submit(must(key.closest('form'), 'a form'));
  expect(asked()).toEqual([
    'object.mark',
    { labels: { app: 'api', tier: null, team: 'data' }, annotations: { 'a.b/Note': 'one\ntwo!' } },
  ]);
});

test('what was typed and is as it was is no change; what was added can be taken out again', () => {
  const { closed } = show([{ labels: { app: 'web' } }]);
  const app = screen.getByLabelText('app');
  write(app, 'web2');
  expect(preview().getAttribute('aria-disabled')).toBeNull();
  write(app, 'web');
  expect(preview().getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(screen.getByText('Add an annotation'));
  const fields = must(screen.getByLabelText('Key').closest('fieldset'), 'the fields of annotations');
  // An annotation takes any value, and large letters in the prefix of its key.
  write(within(fields).getByLabelText('Key'), 'Example.org/Note');
  write(within(fields).getByLabelText('Value'), 'any text, at all');
  expect(screen.queryByRole('alert')).toBeNull();
  expect(preview().getAttribute('aria-disabled')).toBeNull();
  fireEvent.click(screen.getByLabelText('Remove Example.org/Note'));
  expect(preview().getAttribute('aria-disabled')).toBe('true');
  expect(asked()).toBeNull();
  fireEvent.click(screen.getByText('Cancel'));
  expect(closed()).toBe(1);
});

test('of many objects says what differs, and sends nothing of it that nobody touched', () => {
  show([
    { labels: { app: 'web', zone: 'a' } },
    { labels: { app: 'web', zone: 'b', odd: '1' } },
    { labels: { app: 'web' } },
  ]);
  screen.getByText('Labels and annotations of 3 objects');
  expect(screen.getByLabelText('app')).toHaveProperty('value', 'web');
  expect(screen.getByLabelText('zone')).toHaveProperty('placeholder', 'different values');
  screen.getByText('2 of 3 have it: a, b');
  screen.getByText('1 of 3 has it: 1');
  expect(preview().getAttribute('aria-disabled')).toBe('true');
  write(screen.getByLabelText('zone'), 'c');
  fireEvent.click(screen.getByLabelText('Remove odd'));
  fireEvent.click(preview());
  expect(asked()).toEqual(['object.mark', { labels: { zone: 'c', odd: null }, annotations: {} }]);
});

test('objects that were not read are said so', () => {
  show([{ labels: {} }], ['a', 'b', 'c']);
  screen.getByText('1 of 3 objects are known here; the preview says what changes on each.');
});

import { act, renderHook } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import type { ViewState } from '../lists/view-state.ts';
import { openKey } from '../objects/opened-object.ts';
import { askForm, closeForm, useLeftForms } from './asked-form.ts';
import { useAskedForm } from './use-asked-form.ts';

beforeEach(closeForm);

const WEB = { cluster: 'c', namespace: 'shop', name: 'web', uid: 'u' };
const NODE = { cluster: 'c', namespace: '', name: 'node-0', uid: 'n' };
const list = (open?: string) =>
  ({ cluster: 'c', name: undefined, namespace: undefined, search: open === undefined ? {} : { open } }) as ViewState;
const page = (namespace: string, name: string) => ({ cluster: 'c', namespace, name, search: {} }) as ViewState;

/** The form of the object that is open, while a person goes from screen to screen. */
function walk(uid: string, first: ViewState) {
  const hook = renderHook(
    ({ state }) => {
      useLeftForms(state);
      return useAskedForm(uid);
    },
    { initialProps: { state: first }, reactStrictMode: true },
  );
  return {
    form: () => hook.result.current,
    go: (state: ViewState) => {
      hook.rerender({ state });
      return hook.result.current;
    },
  };
}

test('a form that is asked for from a row is there when its object is opened, and gone with it, also where that never loads', () => {
  const { form, go } = walk('u', list('shop/other'));
  act(() => askForm(WEB, 'scale'));
  expect(go(list('shop/web'))).toBe('scale');
  expect(go(list())).toBeNull();
  expect(go(list('shop/web'))).toBeNull();
  // Beside the list already.
  act(() => askForm(WEB, 'scale'));
  expect(form()).toBe('scale');
  expect(go(list('shop/other'))).toBeNull();
  expect(go(list('shop/web'))).toBeNull();
});

test('it is there where its screen is drawn for the first time', () => {
  askForm(WEB, 'scale');
  expect(walk('u', list('shop/web')).form()).toBe('scale');
  closeForm();
  askForm(NODE, 'mark');
  expect(walk('n', page('', 'node-0')).form()).toBe('mark');
});

test('a page and a panel show the same object; another page is another', () => {
  const { go } = walk('u', list('shop/web'));
  act(() => askForm(WEB, 'scale'));
  expect(go(page('shop', 'web'))).toBe('scale');
  expect(go(page('shop', 'db'))).toBeNull();
  expect(go(page('shop', 'web'))).toBeNull();
});

test('where several clusters are listed together, the row says which it is of', () => {
  const { go } = walk('u', list());
  act(() => askForm({ ...WEB, cluster: 'd' }, 'scale'));
  expect(go(list(openKey({ ...WEB, cluster: 'd' }, ['c', 'd'])))).toBe('scale');
  expect(go(list(openKey(WEB, ['c', 'd'])))).toBeNull();
});

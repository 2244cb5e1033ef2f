import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { ActionBar, type BarAction } from './action-bar.tsx';

const run = vi.fn();
const action = (title: string, more: Partial<BarAction> = {}): BarAction => ({
  id: title,
  title,
  shortcut: null,
  disabled: null,
  run: () => run(title),
  ...more,
});
const show = (actions: readonly BarAction[]) =>
  render(<ActionBar actions={actions} label="Actions on x" moreLabel="More actions" />);
const onBar = () =>
  screen.getAllByRole('button').map(button => button.getAttribute('aria-label') ?? button.textContent);

/** As if no more than so many stood on the first line. */
function wrapAfter(fitting: number): void {
  vi.spyOn(HTMLElement.prototype, 'offsetTop', 'get').mockImplementation(function top(this: HTMLElement) {
    const at = [...(this.parentElement?.children ?? [])].indexOf(this);
    return at < fitting ? 0 : 34;
  });
}

afterEach(() => {
  vi.restoreAllMocks();
  run.mockClear();
});

test('what does not fit on the line is in the menu, in the same order, and nowhere twice', async () => {
  wrapAfter(2);
  show(['Restart', 'Scale…', 'Roll back…', 'Pause rollout'].map(title => action(title)));
  expect(onBar()).toEqual(['Restart', 'Scale…', 'More actions']);
  await userEvent.click(screen.getByRole('button', { name: 'More actions' }));
  expect(screen.getAllByRole('menuitem').map(item => item.textContent)).toEqual(['Roll back…', 'Pause rollout']);
  await userEvent.click(screen.getByRole('menuitem', { name: 'Pause rollout' }));
  expect(run).toHaveBeenCalledExactlyOnceWith('Pause rollout');
});

test('where all fit, the menu holds what destroys and what is beyond a handful', async () => {
  const titles = ['a', 'b', 'c', 'd', 'e', 'f'];
  show([...titles.map(title => action(title)), action('Delete', { isDanger: true })]);
  expect(onBar()).toEqual(['a', 'b', 'c', 'd', 'e', 'More actions']);
  await userEvent.click(screen.getByRole('button', { name: 'More actions' }));
  expect(screen.getAllByRole('menuitem').map(item => item.textContent)).toEqual(['f', 'Delete']);
});

test('the only action stands on the line though it destroys; without others there is no menu', () => {
  show([action('Delete', { isDanger: true })]);
  expect(onBar()).toEqual(['Delete']);
});

test('keys and reasons are told on the line as in the menu', async () => {
  wrapAfter(1);
  const why = 'The right to patch is missing.';
  show([action('Restart', { shortcut: 'r', disabled: why }), action('Scale…', { disabled: why })]);
  const button = screen.getByRole('button', { name: 'Restart', description: why });
  expect(button.getAttribute('aria-keyshortcuts')).toBe('r');
  await userEvent.click(screen.getByRole('button', { name: 'More actions' }));
  expect(screen.getByRole('menuitem', { name: /^Scale….*The right to patch/ }).getAttribute('aria-disabled')).toBe(
    'true',
  );
});

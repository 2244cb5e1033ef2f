import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  answerMatching,
  chooseNamespaces,
  did,
  drawn,
  focus,
  holdOrder,
  layOut,
  names,
  newRow,
  row,
  ROWS,
  scrollTo,
  selected,
  setList,
  show,
  tick,
} from './test-table.tsx';

beforeEach(layOut);

test('the arrow up goes to the neighbour of an object that has gone, not to the titles', async () => {
  const user = await show(names(0, 9));
  await user.keyboard('jjj');
  setList(names(0, 9).filter(name => name !== 'c03'));
  await user.keyboard('{ArrowUp}');
  expect(focus()).toBe('c02');
});

test('with Shift to the end of rows that are not loaded: all of them', async () => {
  const all = names(0, 60);
  const user = await show(all);
  await user.keyboard('jx{Shift>}{End}{/Shift}');
  expect(selected()).toEqual(['c01']);
  scrollTo(all, 41);
  await vi.waitFor(() => expect(selected()).toEqual(names(1, 60)));
});

describe('an answer that comes late', () => {
  test.each(['clear', 'tick'] as const)('is dropped when the hand has gone on: %s', async how => {
    const user = await show(names(0, 9));
    await user.keyboard('{Control>}a{/Control}');
    if (how === 'clear') await user.click(screen.getByRole('button', { name: 'Clear' }));
    else await user.click(tick('c02'));
    answerMatching(names(0, 9));
    await new Promise(resolve => setTimeout(resolve));
    expect(selected()).toEqual(how === 'clear' ? [] : ['c02']);
  });

  test('is taken while nothing else was selected', async () => {
    const user = await show(names(0, 9));
    await user.keyboard('{Control>}a{/Control}j');
    answerMatching(names(0, 9));
    await vi.waitFor(() => expect(selected()).toEqual(names(0, 9)));
  });
});

test('what is not among all that match is said beside them', async () => {
  const user = await show(names(0, 9));
  await user.keyboard('{Control>}a{/Control}');
  answerMatching(names(0, 9), ['dev', 'lab']);
  await vi.waitFor(() => expect(selected()).toEqual(names(0, 9)));
  expect(screen.getByTestId('problem').textContent).toMatch(/^Not shown, because they are forbidden: dev, lab$/);
});

describe('rows that change under the hand', () => {
  test('the focus stays with its object; when that goes, no key acts on another', async () => {
    const user = await show(names(0, 9));
    await user.keyboard('jjj');
    setList(names(1, 9));
    expect(focus()).toBe('c03');
    setList(names(1, 9).filter(name => name !== 'c03'));
    expect(focus()).toBe('none');
    await user.keyboard('x{Enter}l');
    expect([selected(), did]).toEqual([[], []]);
    await user.keyboard('j');
    expect(focus()).toBe('c04');
  });

  test('one that goes or changes draws no other again', async () => {
    await show(names(0, 9));
    drawn.splice(0);
    setList(names(0, 8));
    expect(drawn).toEqual([]);
    ROWS.delete('c03');
    setList(names(0, 8));
    expect(drawn).toEqual(['c03']);
  });

  test('a range reaches rows that are not loaded, whole', async () => {
    const all = names(0, 60);
    const user = await show(all);
    await user.click(tick('c02'));
    scrollTo(all, 40);
    await user.keyboard('{Shift>}');
    await user.click(row('c45'));
    await user.keyboard('{/Shift}');
    await vi.waitFor(() => expect(selected()).toEqual(names(2, 45)));
  });

  test('a range beyond what is loaded is of the order that is held for the tab', async () => {
    const all = names(0, 60);
    const user = await show(all);
    await user.click(tick('c02'));
    scrollTo(all, 40);
    holdOrder(['c02', 'c50', 'c45', 'c03']);
    fireEvent.click(row('c45'), { shiftKey: true });
    await vi.waitFor(() => expect(selected()).toEqual(['c02', 'c45', 'c50']));
  });

  test('a range is refused with a word when the row it began at has gone; the next begins where it was to end', async () => {
    const all = names(0, 60);
    const user = await show(all);
    await user.click(tick('c02'));
    scrollTo(all, 40);
    holdOrder(names(5, 60));
    fireEvent.click(row('c45'), { shiftKey: true });
    await vi.waitFor(() => expect(screen.getByTestId('problem').textContent).toContain('no longer in the list'));
    expect(selected()).toEqual(['c02']);
    fireEvent.click(row('c47'), { shiftKey: true });
    expect(selected()).toEqual(['c02', ...names(45, 47)]);
  });

  test('what a range was refused for is said until the next key', async () => {
    const all = names(0, 60);
    const user = await show(all);
    await user.click(tick('c02'));
    scrollTo(all, 40);
    holdOrder(names(5, 60));
    fireEvent.click(row('c45'), { shiftKey: true });
    await vi.waitFor(() => expect(screen.getByTestId('problem').textContent).not.toBe(''));
    screen.getByRole('grid').focus();
    await user.keyboard('j');
    expect(screen.getByTestId('problem').textContent).toBe('');
  });

  test('an object that took the name of a selected and focused one is neither', async () => {
    const user = await show(names(0, 9));
    await user.keyboard('jjxjx');
    expect([selected(), focus()]).toEqual([['c02', 'c03'], 'c03']);
    for (const name of ['c02', 'c03']) ROWS.set(name, { ...newRow(name), uid: `${name} again` });
    setList(names(0, 9));
    expect([selected(), focus()]).toEqual([[], 'none']);
    await user.keyboard('{Enter}l');
    expect(did).toEqual([]);
    ROWS.clear();
  });

  test('after Enter in the filter nothing has the focus until the list of that filter is there', async () => {
    const user = await show(names(0, 9));
    await user.click(screen.getByRole('button', { name: 'Filter for c1' }));
    screen.getByRole('grid').focus();
    await user.keyboard('l{Enter}');
    expect([did, focus()]).toEqual([[], 'none']);
    setList(names(4, 8), 0, 'c1');
    expect(focus()).toBe('c04');
  });
});

describe('[PR19] of other namespaces nothing is selected', () => {
  const shop = (name: string) => ROWS.set(name, { ...newRow(name), key: `shop/${name}`, namespace: 'shop' });
  const problem = () => screen.getByTestId('problem').textContent;

  test('what is in none of those that are chosen is let go of, and that is said until the hand goes on', async () => {
    for (const name of ['c01', 'c02']) shop(name);
    const user = await show(names(0, 9));
    for (const name of ['c01', 'c02', 'c03']) await user.click(tick(name));
    chooseNamespaces(names(0, 9), ['n', 'other']);
    expect(selected()).toEqual(['c03']);
    expect(problem()).toContain('2 selected objects are in none of the namespaces');
    // A list of before is on screen until the other is there.
    await user.click(tick('c01'));
    expect([selected(), problem()]).toEqual([['c03'], expect.stringContaining('1 selected object is')]);
    await user.click(tick('c04'));
    expect([selected(), problem()]).toEqual([['c03', 'c04'], '']);
    chooseNamespaces(names(0, 9), []);
    expect([selected(), problem()]).toEqual([['c03', 'c04'], '']);
    ROWS.clear();
  });

  test('more namespaces than before leave what is selected as it is', async () => {
    const user = await show(names(0, 9));
    await user.click(tick('c03'));
    chooseNamespaces(names(0, 9), ['n']);
    chooseNamespaces(names(0, 9), ['n', 'shop']);
    expect([selected(), problem()]).toEqual([['c03'], '']);
  });
});

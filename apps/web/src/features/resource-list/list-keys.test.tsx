import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { did, focus, layOut, names, row, selected, show, tick } from './test-table.tsx';

beforeEach(layOut);

describe('every key of the table', () => {
  test.each([
    ['j', 'c01'],
    ['{ArrowDown}', 'c01'],
    ['jjk', 'c01'],
    ['jj{ArrowUp}', 'c01'],
    ['{End}', 'c09'],
    ['{End}{Home}', 'c00'],
    ['{PageDown}', 'c09'],
    ['{End}{PageUp}', 'c00'],
  ])('%s moves the focus to %s', async (keys, expected) => {
    const user = await show(names(0, 9));
    await user.keyboard(keys);
    expect(focus()).toBe(expected);
  });

  test.each([
    ['jx', ['c01']],
    ['j ', ['c01']],
    ['jxx', []],
    ['xjjj{Shift>}x{/Shift}', ['c00', 'c01', 'c02', 'c03']],
    ['jx{Shift>}{ArrowDown}{ArrowDown}{/Shift}', ['c01', 'c02', 'c03']],
    ['jx{Shift>}{ArrowDown}{ArrowDown}{ArrowUp}{/Shift}', ['c01', 'c02']],
    ['{Shift>}{End}{/Shift}', names(0, 9)],
    ['{End}x{Shift>}{Home}{/Shift}', names(0, 9)],
  ])('%s selects %j', async (keys, expected) => {
    const user = await show(names(0, 9));
    await user.keyboard(keys);
    expect(selected()).toEqual(expected);
  });

  test.each([
    ['{Enter}', 'page c00'],
    ['o', 'panel c00'],
    ['jl', 'logs c01'],
    ['{Shift>}{F10}{/Shift}', 'menu c00'],
    ['{ContextMenu}', 'menu c00'],
    ['{Control>}a{/Control}', 'all'],
    ['{ArrowUp}{Enter}', 'sort name'],
    ['{ArrowUp}{ArrowRight}{Enter}', 'sort age'],
    ['{ArrowUp}{ArrowRight}{ArrowLeft}{Enter}', 'sort name'],
    ['{ArrowUp}{Alt>}{ArrowRight}{/Alt}', 'resize name 116'],
    ['{ArrowUp}{Alt>}{ArrowLeft}{/Alt}', 'resize name 84'],
    ['{ArrowUp}{ArrowRight}{Alt>}{Shift>}{ArrowRight}{/Shift}{/Alt}', 'move age to 2'],
    ['{ArrowUp}{ArrowRight}{ArrowRight}{Alt>}{Shift>}{ArrowLeft}{/Shift}{/Alt}', 'move node to 1'],
    ['{ArrowUp}{ArrowDown}j{Enter}', 'page c01'],
    ['{ArrowUp}{Escape}{Enter}', 'page c00'],
  ])('%s does: %s', async (keys, expected) => {
    const user = await show(names(0, 9));
    await user.keyboard(keys);
    expect(did).toEqual([expected]);
  });

  test.each([
    ['the first column, which stays', '{ArrowUp}{Alt>}{Shift>}{ArrowRight}{/Shift}{/Alt}'],
    ['to before the first', '{ArrowUp}{ArrowRight}{Alt>}{Shift>}{ArrowLeft}{/Shift}{/Alt}'],
    ['beyond the last', '{ArrowUp}{ArrowRight}{ArrowRight}{Alt>}{Shift>}{ArrowRight}{/Shift}{/Alt}'],
  ])('no column is moved: %s', async (_, keys) => {
    const user = await show(names(0, 9));
    await user.keyboard(keys);
    expect(did).toEqual([]);
  });

  test('Shift adds to the order', async () => {
    await show(names(0, 9));
    fireEvent.click(screen.getByRole('button', { name: 'Age' }), { shiftKey: true });
    expect(did).toEqual(['sort age too']);
  });
});

describe('a title in the hand of a pointer', () => {
  const title = (name: string) => screen.getByRole('button', { name: new RegExp(`^${name}`) });
  const pull = (element: Element, ...xs: readonly number[]) => {
    fireEvent.pointerDown(element, { clientX: 100, button: 0 });
    for (const clientX of xs) fireEvent.pointerMove(window, { clientX });
  };

  test('goes where it is let go, is not sorted by, and says where it went', async () => {
    await show(names(0, 9));
    pull(title('Age'), 110, 160);
    expect(title('Node').parentElement?.dataset['drop']).toBe('after');
    fireEvent.pointerUp(window);
    fireEvent.click(title('Age'), { detail: 1 });
    expect(did).toEqual(['move age to 2']);
    expect(screen.getByText('Age: column 3 of 3')).toBeTruthy();
    expect(title('Node').parentElement?.dataset['drop']).toBeUndefined();
    fireEvent.click(title('Age'), { detail: 0 });
    expect(did).toEqual(['move age to 2', 'sort age']);
  });

  test.each([
    ['a hand that trembles presses', 'Age', [103], 'sort age'],
    ['the first column stays', 'Name', [300], 'sort name'],
  ])('%s', async (_, name, xs, expected) => {
    await show(names(0, 9));
    pull(title(name), ...xs);
    fireEvent.pointerUp(window);
    fireEvent.click(title(name), { detail: 1 });
    expect(did).toEqual([expected]);
  });

  test.each([
    ['Escape', () => fireEvent.keyDown(document.body, { key: 'Escape' })],
    ['the browser, which scrolls,', () => fireEvent.pointerCancel(window)],
  ])('%s gives it up', async (_, giveUp) => {
    await show(names(0, 9));
    pull(title('Age'), 300);
    giveUp();
    fireEvent.pointerMove(window, { clientX: 400 });
    fireEvent.pointerUp(window);
    expect(did).toEqual([]);
  });

  test('its edge changes the width, and keeps it when let go', async () => {
    await show(names(0, 9));
    const edge = title('Age').parentElement?.querySelector('.grid-resizer');
    pull(edge as Element, 120, 130);
    fireEvent.pointerUp(window);
    expect(did).toEqual(['resize age 70 …', 'resize age 80 …', 'resize age 80']);
    did.splice(0);
    pull(edge as Element, 120);
    fireEvent.pointerCancel(window);
    expect(did).toEqual(['resize age 70 …', 'resize age 50']);
  });
});

describe('a cell is read', () => {
  const read = () => {
    const id = screen.getByRole('grid').getAttribute('aria-activedescendant') ?? '';
    const cell = document.getElementById(id);
    const told = document.getElementById(cell?.getAttribute('aria-describedby') ?? 'none');
    return [cell?.getAttribute('role'), told?.textContent ?? 'nothing'];
  };

  test.each([
    ['{ArrowRight}', ['gridcell', 'Name c00']],
    ['{ArrowRight}{ArrowRight}', ['gridcell', 'Age 1 · exactly 1']],
    ['{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}', ['gridcell', 'Node n1']],
    ['{ArrowRight}jj', ['gridcell', 'Name c02']],
    ['{ArrowRight}{ArrowLeft}', ['row', 'nothing']],
    ['{ArrowLeft}', ['row', 'nothing']],
  ])('%s reads %j', async (keys, expected) => {
    HTMLElement.prototype.scrollIntoView = () => {};
    const user = await show(names(0, 9));
    await user.keyboard(keys);
    expect(read()).toEqual(expected);
  });
});

describe('every click and its modifier', () => {
  test('Control adds one, a tick too; the table keeps the focus', async () => {
    const user = await show(names(0, 9));
    await user.keyboard('{Control>}');
    await user.click(row('c03'));
    await user.keyboard('{/Control}');
    await user.click(tick('c05'));
    expect(selected()).toEqual(['c03', 'c05']);
    await user.keyboard('j');
    expect(focus()).toBe('c06');
  });

  test('tick one, Shift-click another, on the row or its box: all between', async () => {
    for (const target of [() => row('c06'), () => tick('c06')]) {
      const user = await show(names(0, 9));
      await user.click(tick('c02'));
      await user.keyboard('{Shift>}');
      await user.click(target());
      await user.keyboard('{/Shift}');
      expect(selected()).toEqual(names(2, 6));
      document.body.replaceChildren();
    }
  });

  test('a right click opens the menu of its row', async () => {
    const user = await show(names(0, 9));
    await user.pointer({ keys: '[MouseRight]', target: row('c04') });
    expect([did, focus()]).toEqual([['menu c04'], 'c04']);
  });
});

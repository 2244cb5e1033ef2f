import { screen } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { did, focus, headOf, layOut, newRow, ROWS, row, selected, show, tick } from './test-table.tsx';

const head = (value: string, count: number, isFolded = false) => {
  const name = headOf(value);
  ROWS.set(name, { ...newRow(name), key: name, uid: '', name: '', group: { value, count, isFolded } });
  return name;
};

beforeEach(layOut);

describe('rows in groups', () => {
  // One row, so that the first press finds it; then the groups.
  const open = async () => {
    const all = ['c00', head('blue', 2), 'c01', 'c02', head('red', 7, true), head('white', 1), 'c03'];
    return show(all);
  };
  const line = (text: string) => row(text);
  const active = () => {
    const id = screen.getByRole('treegrid').getAttribute('aria-activedescendant') ?? '';
    return document.getElementById(id)?.textContent ?? '';
  };

  test('a head says its group, how many match and whether it is folded; rows are a level below', async () => {
    await open();
    const of = (text: string, ...names: string[]) => names.map(name => line(text).getAttribute(name));
    expect(line('blue').textContent).toBe('blue 2');
    expect(of('blue', 'aria-level', 'aria-expanded')).toEqual(['1', 'true']);
    expect(of('red', 'aria-level', 'aria-expanded')).toEqual(['1', 'false']);
    expect(of('c01', 'aria-level', 'aria-expanded')).toEqual(['2', null]);
  });

  test.each([
    ['j{ArrowLeft}', ['fold blue']],
    ['j{ArrowRight}', []],
    ['jjjj{ArrowRight}', ['fold red']],
    ['jjjj{ArrowLeft}', []],
    ['j{Enter}', ['fold blue']],
    ['j ', ['fold blue']],
    ['jx', ['fold blue']],
    ['jo', ['fold blue']],
    ['j{Shift>}{ArrowLeft}{/Shift}', ['fold all']],
    ['j{Shift>}{ArrowRight}{/Shift}', ['unfold all']],
    ['jl', []],
    ['j{Shift>}{F10}{/Shift}', []],
    ['jj{ArrowLeft}{ArrowLeft}', ['fold blue']],
    ['jjj{ArrowLeft}{Enter}', ['fold blue']],
    ['jj{Enter}', ['page c01']],
  ])('%s does %j', async (keys, expected) => {
    HTMLElement.prototype.scrollIntoView = () => {};
    const user = await open();
    await user.keyboard(keys);
    expect(did).toEqual(expected);
  });

  test('a head has the focus as rows have, and is nothing that is acted on or chosen', async () => {
    const user = await open();
    await user.keyboard('j');
    expect([focus(), active()]).toEqual(['none', 'blue 2']);
    await user.keyboard('jx{Shift>}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{/Shift}');
    expect(selected()).toEqual(['c01', 'c02', 'c03']);
  });

  test('a press folds; a range from a tick goes over heads', async () => {
    const user = await open();
    await user.click(line('blue'));
    expect([did, active(), selected()]).toEqual([['fold blue'], 'blue 2', []]);
    await user.click(tick('c01'));
    await user.keyboard('{Shift>}');
    await user.click(tick('c03'));
    await user.keyboard('{/Shift}');
    expect(selected()).toEqual(['c01', 'c02', 'c03']);
  });
});

import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { ROVING, useRovingTab } from './use-roving-tab.ts';

function Table({ names }: { readonly names: readonly string[] }) {
  return (
    <table {...useRovingTab<HTMLTableElement>()}>
      <tbody>
        {names.map(name => (
          <tr key={name}>
            <td>
              <button type="button" {...ROVING}>
                {name}
              </button>
            </td>
            <td>
              {name === 'b' ? <a href="#x">link</a> : null}
              <button type="button" {...ROVING}>
                {`logs ${name}`}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Line() {
  return (
    <span {...useRovingTab<HTMLSpanElement>()}>
      {['1', '2', '3'].map(name => (
        <button key={name} type="button" {...ROVING}>
          {name}
        </button>
      ))}
    </span>
  );
}

const focused = () => document.activeElement?.textContent;
const page = (names: readonly string[]) => (
  <>
    <Table names={names} />
    <Line />
    <button type="button">after</button>
  </>
);

test('a group of any length is one Tab stop; arrow keys go on in it, and Tab comes back to where one was', async () => {
  const user = userEvent.setup();
  render(page(['a', 'b', 'c']));
  const stops: (string | null | undefined)[] = [];
  for (let i = 0; i < 4; i++) {
    await user.tab();
    stops.push(focused());
  }
  expect(stops).toEqual(['a', 'link', '1', 'after']);
  await user.tab({ shift: true });
  await user.keyboard('{ArrowRight}{ArrowDown}');
  expect(focused()).toBe('3');
  await user.keyboard('{ArrowRight}');
  expect(focused()).toBe('3');
  await user.keyboard('{Home}');
  expect(focused()).toBe('1');
  screen.getByRole('button', { name: 'a' }).focus();
  await user.keyboard('{ArrowDown}{ArrowRight}');
  expect(focused()).toBe('logs b');
  await user.keyboard('{ArrowUp}{ArrowLeft}');
  expect(focused()).toBe('a');
  await user.keyboard('{End}{ArrowRight}');
  expect(focused()).toBe('logs c');
  await user.tab();
  await user.tab({ shift: true });
  expect(focused()).toBe('logs c');
});

test('where the last one has gone the first is the stop, and what is no part of the group keeps its keys', async () => {
  const user = userEvent.setup();
  const { rerender } = render(page(['a', 'b', 'c']));
  screen.getByRole('button', { name: 'c' }).focus();
  rerender(page(['b', 'd']));
  await user.tab();
  expect(focused()).toBe('b');
  await user.tab();
  expect(focused()).toBe('link');
  await user.keyboard('{ArrowDown}');
  expect(focused()).toBe('link');
});

import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { GridRow } from './grid-row.tsx';

function drawRow() {
  const onOpen = vi.fn();
  const onMenu = vi.fn();
  const onLink = vi.fn((event: React.MouseEvent) => event.stopPropagation());
  const columns = [
    { id: 'name', title: 'Name', width: 100, align: 'left' as const, render: (row: string) => `object ${row}` },
    {
      id: 'node',
      title: 'Node',
      width: 100,
      align: 'left' as const,
      render: (row: string) => (
        <a href="/elsewhere" onClick={onLink}>
          node of {row}
        </a>
      ),
    },
  ];
  const ui = (row: string) => (
    <GridRow<string>
      rowKey={row}
      index={0}
      top={0}
      row={row}
      template="1fr 1fr"
      isSelected={false}
      isFocused={false}
      isOpened={false}
      read={null}
      columns={columns}
      name={row}
      note={null}
      onSelect={vi.fn()}
      onOpen={onOpen}
      onMenu={onMenu}
    />
  );
  const { rerender } = render(ui('a'));
  return { onOpen, onMenu, onLink, show: (row: string) => rerender(ui(row)) };
}

const press = (element: Element) => fireEvent.pointerDown(element);
const letGo = (element: Element) => fireEvent.click(element, { detail: 1 });

test('a press opens the row it was meant for, and follows its link', () => {
  const { onOpen, onLink } = drawRow();
  press(screen.getByText('object a'));
  letGo(screen.getByText('object a'));
  expect(onOpen).toHaveBeenCalledExactlyOnceWith('a', 0, 'panel');
  press(screen.getByText('node of a'));
  letGo(screen.getByText('node of a'));
  expect(onLink).toHaveBeenCalledTimes(1);
});

test('a press whose row has gone meets neither the row that took its place nor its link', () => {
  const { onOpen, onLink, show } = drawRow();
  press(screen.getByText('object a'));
  show('b');
  letGo(screen.getByText('object b'));
  expect(onOpen).not.toHaveBeenCalled();
  press(screen.getByText('node of b'));
  show('c');
  // Nor does the browser go there by itself.
  expect(letGo(screen.getByText('node of c'))).toBe(false);
  expect(onLink).not.toHaveBeenCalled();
});

test('nor does the menu or the page of another row open', () => {
  const { onOpen, onMenu, show } = drawRow();
  press(screen.getByText('object a'));
  fireEvent.contextMenu(screen.getByText('object a'));
  expect(onMenu).toHaveBeenCalledTimes(1);
  show('b');
  fireEvent.contextMenu(screen.getByText('object b'));
  fireEvent.doubleClick(screen.getByText('object b'));
  expect(onMenu).toHaveBeenCalledTimes(1);
  expect(onOpen).not.toHaveBeenCalled();
});

test('a program that clicks, a screen reader’s, has pressed no button', () => {
  const { onOpen } = drawRow();
  fireEvent.click(screen.getByText('object a'));
  expect(onOpen).toHaveBeenCalledTimes(1);
});

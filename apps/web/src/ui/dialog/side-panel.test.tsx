import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { SidePanel } from './side-panel.tsx';

const told: (number | null)[] = [];

beforeEach(() => {
  told.length = 0;
  // The layout that jsdom does not have: 1,024 pixels wide, the panel 471 of them at the right.
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(471);
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue({ right: innerWidth } as DOMRect);
});

function Panel() {
  const [width, setWidth] = useState<number | null>(null);
  return (
    <SidePanel
      label="Object"
      width={width}
      onWidth={next => {
        told.push(next);
        setWidth(next);
      }}
    >
      <p>its text</p>
    </SidePanel>
  );
}

const now = () => screen.getByRole('separator').getAttribute('aria-valuenow');
const drawn = () => screen.getByRole('complementary').style.getPropertyValue('--width');

test.each([
  ['{ArrowLeft}', [495]],
  ['{ArrowRight}', [447]],
  ['{ArrowLeft}{ArrowLeft}{ArrowRight}', [495, 519, 495]],
  ['{Home}{ArrowRight}', [320, 320]],
  ['{End}{ArrowLeft}', [704, 704]],
  ['{End}{Enter}', [704, null]],
])('%s at its edge makes it %j pixels wide', async (keys, expected) => {
  render(<Panel />);
  screen.getByRole('separator').focus();
  await userEvent.keyboard(keys);
  expect(told).toEqual(expected);
  expect(drawn()).toBe(expected.at(-1) === null ? '' : `${expected.at(-1)}px`);
  expect(now()).toBe(String(expected.at(-1) ?? 471));
});

test('a hand pulls its edge, within bounds; it is told once that lets go, and a double press takes it back', () => {
  render(<Panel />);
  const edge = screen.getByRole('separator');
  fireEvent.pointerDown(edge);
  fireEvent.pointerMove(window, { clientX: 424 });
  expect([drawn(), told]).toEqual(['600px', []]);
  fireEvent.pointerMove(window, { clientX: 5 });
  fireEvent.pointerUp(window);
  fireEvent.pointerMove(window, { clientX: 600 });
  expect([drawn(), told]).toEqual(['704px', [704]]);
  fireEvent.doubleClick(edge);
  expect([drawn(), told]).toEqual(['', [704, null]]);
});

test('Escape gives up what a hand pulls', () => {
  render(<Panel />);
  fireEvent.pointerDown(screen.getByRole('separator'));
  fireEvent.pointerMove(window, { clientX: 424 });
  fireEvent.keyDown(document.body, { key: 'Escape' });
  fireEvent.pointerUp(window);
  expect([drawn(), told]).toEqual(['', []]);
});

import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { type LinePart, LineTail } from '../../../data/logs/lines/line-chunk.ts';
import { testLine, wholeView } from '../../../data/logs/lines/test-lines.ts';
import { LogLines } from './log-lines.tsx';
import type { LinePlace } from './use-log-places.ts';

beforeEach(() => void vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(500));

const parts = ['a', 'b'].map(
  part => new LineTail([0, 1, 2].map(i => testLine({ text: `${part}${i}`, at: `2026-11-23T08:00:0${i}.000000000` }))),
);
const words = { before: () => '', taken: () => '', source: () => null, mark: () => '' };
const onSight = () => {};

function Lines({ shown, gone }: { readonly shown: readonly LinePart[]; readonly gone: number }) {
  const [opened, onOpen] = useState<LinePlace | null>(null);
  const lines = wholeView(shown);
  return (
    <>
      <LogLines
        {...{ lines, words, gone, opened, onOpen, onSight }}
        follow
        jump={null}
        fields={null}
        isWrapped={false}
      />
      <output>{opened?.line.text}</output>
    </>
  );
}

test('arrows go on from the line that is read, also when older ones are gone', () => {
  const view = render(<Lines shown={parts} gone={0} />);
  fireEvent.click(screen.getByText('b0'));
  view.rerender(<Lines shown={parts.slice(1)} gone={3} />);
  fireEvent.keyDown(screen.getByTestId('log'), { key: 'ArrowDown' });
  expect(screen.getByRole('status').textContent).toBe('b1');
});

test('lines that came before a scroll is told leave it at the end; who goes up reads on there', () => {
  const scrolled = vi.fn();
  Element.prototype.scrollTo = scrolled;
  const view = render(<Lines shown={parts.slice(1)} gone={0} />);
  const log = screen.getByTestId('log');
  vi.spyOn(log, 'scrollHeight', 'get').mockReturnValue(2_000);
  const scrollTo = (top: number) => {
    log.scrollTop = top;
    fireEvent.scroll(log);
    scrolled.mockClear();
  };
  scrollTo(1_000);
  view.rerender(<Lines shown={parts} gone={0} />);
  expect(scrolled).toHaveBeenCalledWith(expect.objectContaining({ top: 2_000 }));
  scrollTo(900);
  view.rerender(<Lines shown={[...parts, ...parts]} gone={0} />);
  expect(scrolled).not.toHaveBeenCalled();
  scrollTo(1_490);
  view.rerender(<Lines shown={parts} gone={0} />);
  expect(scrolled).toHaveBeenCalledWith(expect.objectContaining({ top: 2_000 }));
});

test('each source has its colour, a line that came late says so', () => {
  const lines = wholeView([
    new LineTail([testLine({ text: 'a', stream: 1 }), testLine({ text: 'b', stream: 8, isLate: true })]),
  ]);
  const named = { ...words, before: () => 'pod', source: ({ stream }: { readonly stream: number }) => stream };
  const rest = { gone: 0, opened: null, onSight, jump: null, fields: null, onOpen: () => {} };
  render(<LogLines {...{ lines, ...rest }} words={named} follow isWrapped={false} />);
  const rows = [...document.querySelectorAll<HTMLElement>('.log-line')];
  expect(rows.map(row => row.textContent)).toEqual(['pod a', 'pod lateb']);
  expect(rows.map(row => row.querySelector<HTMLElement>('.log-before')?.dataset['source'])).toEqual(['1', '2']);
});

test('wrapped, the line as far down as the log is scrolled stands as far down in sight; all others below each other', () => {
  const lines = wholeView([new LineTail(Array.from({ length: 1_000 }, (_, i) => testLine({ text: `line ${i}` })))]);
  const rest = { gone: 0, opened: null, onSight, jump: null, fields: null, onOpen: () => {} };
  // Every line is three lines high.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(54);
  vi.spyOn(HTMLElement.prototype, 'offsetTop', 'get').mockImplementation(function offsetTop(this: HTMLElement) {
    return [...(this.parentElement?.children ?? [])].indexOf(this) * 54;
  });
  render(<LogLines {...{ lines, words, ...rest }} follow={false} isWrapped />);
  const log = screen.getByTestId('log');
  const placed = () => {
    const block = log.querySelector<HTMLElement>('[data-wrap]');
    const y = Number(/translateY\((-?[\d.]+)px\)/.exec(block?.style.transform ?? '')?.[1]);
    const first = Number(/\d+/.exec(block?.firstElementChild?.textContent ?? '')?.[0]);
    return (line: number) => y + (line - first) * 54 - log.scrollTop;
  };
  const scrolledTo = (share: number) => {
    log.scrollTop = share * (1_000 * 18 - 500);
    fireEvent.scroll(log);
    return placed();
  };
  expect(scrolledTo(0)(0)).toBe(0);
  expect(scrolledTo(0.5)(500)).toBeCloseTo(250);
  // The end of the last one at the end.
  expect(scrolledTo(1)(999) + 54).toBeCloseTo(500);
});

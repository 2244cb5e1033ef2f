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
const words = { before: () => '', taken: () => '', mark: () => '' };
const onSight = () => {};

function Lines({ shown, gone }: { readonly shown: readonly LinePart[]; readonly gone: number }) {
  const [opened, onOpen] = useState<LinePlace | null>(null);
  const lines = wholeView(shown);
  return (
    <>
      <LogLines {...{ lines, words, gone, opened, onOpen, onSight }} follow jump={null} fields={null} />
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

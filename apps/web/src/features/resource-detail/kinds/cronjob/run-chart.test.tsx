import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { RunCell } from '@lanthorn/views/cells/cell.ts';
import type { TimelineMark } from '@lanthorn/views/kinds/batch/run-timeline.ts';
import { KnownUntilContext } from '../../../../ui/time/clock.ts';
import { RunChart } from './run-chart.tsx';

const now = Date.now();
const run = (name: string, change: Partial<RunCell>): TimelineMark => {
  const cell: RunCell = {
    ...{ name, uid: name, result: 'succeeded', startedAt: now - 60_000, durationMs: 30_000, isManual: false },
    ...change,
  };
  return { kind: 'run', at: cell.startedAt ?? 0, run: cell, isNewTemplate: name === 'b' };
};
const marks: readonly TimelineMark[] = [
  run('a', { durationMs: 60_000 }),
  run('b', { result: 'failed', isManual: true }),
  { kind: 'skipped', at: now - 50_000, cause: { reason: 'forbid', evidence: 'a', since: null } },
  { kind: 'unrecorded', at: now - 40_000, count: 7 },
  run('c', { result: 'running', durationMs: null, startedAt: now - 5_000 }),
  { kind: 'next', at: now + 60_000, slot: { at: now + 60_000, note: 'suspended', blocker: null } },
];
const names = () => screen.getAllByRole('button').map(button => button.getAttribute('aria-label') ?? '');

test('each mark says what it is: result and time, by hand, of a changed template, why not, how many are not known, what comes', () => {
  render(<RunChart marks={marks} onOpen={() => {}} />);
  expect(names()[0]).toMatch(/^a · succeeded · 60s · /);
  expect(names()[1]).toMatch(/^b · failed · 30s · .* · by hand · first run of a changed template$/);
  expect(names()[2]).toMatch(/ · did not run · Another run was still active, and the policy is Forbid: a$/);
  expect(names()[3]).toBe('7 without a record');
  expect(names()[4]).toMatch(/^c · running · \d+s · /);
  expect(names()[5]).toMatch(/^comes · .* · suspended$/);
});

test('height is duration: half as long, half as high', () => {
  render(<RunChart marks={marks} onOpen={() => {}} />);
  const [a, b] = screen.getAllByRole('button');
  expect([a?.style.height, b?.style.height]).toEqual(['64px', '32px']);
});

test('it is one stop of the Tab key, on the last run; arrows, Home and End go from mark to mark, Enter opens a run and nothing else', async () => {
  const onOpen = vi.fn();
  render(<RunChart marks={marks} onOpen={onOpen} />);
  const at = () => names().indexOf(document.activeElement?.getAttribute('aria-label') ?? '');
  const told = () => screen.getByTestId('run-chart').querySelector('p')?.textContent;
  await userEvent.tab();
  expect(at()).toBe(4);
  expect(told()).toBe(names()[4]);
  const steps: [string, number][] = [
    ['{ArrowRight}', 5],
    ['{ArrowRight}', 5],
    ['{ArrowLeft}', 4],
    ['{Home}', 0],
    ['{ArrowLeft}', 0],
    ['{End}', 5],
  ];
  for (const [key, expected] of steps) {
    await userEvent.keyboard(key);
    expect([key, at()]).toEqual([key, expected]);
  }
  await userEvent.keyboard('{Enter}');
  expect(onOpen).not.toHaveBeenCalled();
  await userEvent.keyboard('{Home}{Enter}');
  expect(onOpen).toHaveBeenCalledWith(expect.objectContaining({ name: 'a' }));
  await userEvent.tab();
  expect(at()).toBe(-1);
});

test('what is pointed at is told below, without a jump: the line is there before', async () => {
  render(<RunChart marks={marks} onOpen={() => {}} />);
  const line = screen.getByTestId('run-chart').querySelector('p');
  expect(line?.textContent).toMatch(/next until/);
  await userEvent.hover(screen.getByRole('button', { name: /^b ·/ }));
  expect(line?.textContent).toMatch(/^b · failed/);
  await userEvent.unhover(screen.getByRole('button', { name: /^b ·/ }));
});

test('a run that nobody sees any more has the length that was seen last, and says so; one that ended has its own', () => {
  render(
    <KnownUntilContext value={now - 3_000}>
      <RunChart marks={marks} onOpen={() => {}} />
    </KnownUntilContext>,
  );
  expect(names()[4]).toMatch(/^c · running · 2s when last seen · /);
  expect(names()[0]).toMatch(/^a · succeeded · 60s · /);
});

import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { findKindViewAt } from '@lanthorn/views/kind-records.ts';
import { StackedRowsContext } from '../../../ui/grid/row-height.ts';
import { TimePreferenceContext } from '../../../ui/time/reader-time.ts';
import { useFittingColumns } from './use-fitting-columns.ts';
import { useListColumns } from './use-list-columns.tsx';
import { defaultColumns } from './use-kept-columns.ts';

let moved: unknown[] = [];
let width = 0;
beforeEach(() => {
  moved = [];
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockImplementation(() => width);
});

function List({
  kind,
  sort,
  ids,
  widths = {},
  contents = {},
}: {
  readonly kind: string;
  readonly sort?: string;
  readonly ids?: readonly string[];
  readonly widths?: Readonly<Record<string, number>>;
  readonly contents?: Readonly<Record<string, number>>;
}) {
  const view = must(findKindViewAt(kind), kind);
  const kept = { ...KEPT, widths, isUsual: ids === undefined, ids: ids ?? USUAL[kind] ?? [] };
  const { shown, left, beyond, measure } = useFittingColumns(view, sort, {
    columns: kept,
    contents: new Map(Object.entries(contents)),
  });
  const age = useListColumns(view, 'c', shown).find(({ id }) => id === 'age');
  return (
    <section ref={measure}>
      <output data-testid="age">{age?.width}</output>
      <output data-testid="shown">{shown.ids.join(' ')}</output>
      <output data-testid="left">{left.join(' ')}</output>
      <output data-testid="name">{shown.widths['name']}</output>
      <output data-testid="schedule">{shown.widths['schedule']}</output>
      <button type="button" onClick={() => shown.move('status', 1)}>
        Move
      </button>
      {beyond === null ? null : (
        <button type="button" title={beyond.label} onClick={beyond.onPress}>
          {beyond.mark}
        </button>
      )}
    </section>
  );
}

const USUAL = Object.fromEntries(
  ['pods', 'cronjobs', 'events'].map(kind => [kind, defaultColumns(must(findKindViewAt(kind), kind))]),
);
const KEPT = {
  choose: () => {},
  resize: () => {},
  reset: () => {},
  move: (...args: readonly unknown[]) => void moved.push(args),
};
const text = (id: string) => screen.getByTestId(id).textContent;

test.each([
  // A desk: nothing is left out, and long names have more room.
  ['pods', 1230, 'name namespace ready status restarts age node owner', ''],
  ['pods', 970, 'name namespace ready status restarts age node', 'owner'],
  // Beside an open object.
  ['cronjobs', 665, 'name namespace status runs', 'schedule timeZone nextRun lastSchedule lastSuccess age'],
  // What happened counts for more than where and how often.
  ['events', 970, 'lastSeen type reason object message', 'count namespace firstSeen'],
])('%s in %i pixels: %s', (kind, room, shown, left) => {
  width = room;
  render(<List kind={kind} />);
  expect([text('shown'), text('left')]).toEqual([shown, left]);
});

test('moments have the room that they take, and others give way to them', async () => {
  width = 1095;
  const ageIn = (isAbsolute: boolean) => {
    const { unmount } = render(
      <TimePreferenceContext value={{ zone: 'UTC', isAbsolute }}>
        <List kind="pods" />
      </TimePreferenceContext>,
    );
    const told = [Number(text('age')), text('left')];
    unmount();
    return told;
  };
  expect(ageIn(false)).toEqual([64, '']);
  expect(ageIn(true)).toEqual([136, 'owner']);
});

test('what is left out is named, and shown to whoever wants it', async () => {
  width = 970;
  render(<List kind="pods" />);
  const more = screen.getByRole('button', { name: '+1' });
  expect(more.title).toBe('There is no room for: Owner. Show them too');
  await userEvent.click(more);
  expect([text('shown'), text('left')]).toEqual([USUAL['pods']?.join(' '), '']);
  await userEvent.click(screen.getByRole('button', { name: '−1' }));
  expect(text('left')).toBe('owner');
});

test('the columns that a list is sorted by and those that somebody asked for stay; a width that a hand has given too', () => {
  width = 600;
  const ids = ['name', 'namespace', 'status', 'age', 'ip', 'owner'];
  render(<List kind="pods" sort="age:desc" ids={ids} widths={{ name: 300 }} />);
  expect([text('shown'), text('left'), text('name')]).toEqual(['name status age ip', 'namespace owner', '300']);
});

test('a column takes the place of the one it is dropped on, seen or not what stands between', async () => {
  width = 650;
  render(<List kind="pods" ids={['name', 'node', 'owner', 'namespace', 'status']} />);
  expect(text('left')).toBe('owner namespace');
  await userEvent.click(screen.getByText('Move'));
  expect(moved).toEqual([['status', 1]]);
});

test('rows of two lines and pages without a layout have all columns', () => {
  width = 390;
  const { unmount } = render(
    <StackedRowsContext value>
      <List kind="pods" />
    </StackedRowsContext>,
  );
  expect([text('shown'), text('left')]).toEqual([USUAL['pods']?.join(' '), '']);
  unmount();
  width = 0;
  render(<List kind="pods" />);
  expect(text('left')).toBe('');
});

test('columns are as wide as what is in them, and with short words more of them have room', () => {
  width = 970;
  const { unmount } = render(
    <List kind="pods" contents={{ name: 200, namespace: 80, status: 100, node: 80, owner: 160 }} />,
  );
  expect(text('left')).toBe('');
  unmount();
  render(<List kind="pods" contents={{ name: 900 }} widths={{ name: 210 }} />);
  expect(text('name')).toBe('210');
});

test.each([
  // A desk: what is minor goes for it. With less the next run stays, and most schedules are whole.
  [1230, '300', 'lastSchedule lastSuccess'],
  [970, '221', 'timeZone lastSchedule lastSuccess'],
  [900, '215', 'timeZone lastSchedule lastSuccess age'],
])('in %i pixels a schedule is %s wide: its words are cut last', (room, schedule, left) => {
  width = room;
  render(<List kind="cronjobs" contents={{ name: 400, namespace: 84, status: 100, schedule: 300 }} />);
  expect([text('schedule'), text('left')]).toEqual([schedule, left]);
});

import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { compileFilter } from '@lanthorn/query/row-filter.ts';
import { findKindViewAt } from '@lanthorn/views/kind-records.ts';
import type { Facets } from '@lanthorn/query/live-query.ts';
import type { Row } from '@lanthorn/views/row.ts';
import { FacetBar } from './facet-bar.tsx';

const view = must(findKindViewAt('pods'), 'there are pods');
const facets = {
  status: {
    values: [
      { value: 'Running', count: 12 },
      { value: 'Not Ready', count: 1 },
      { value: 'a "b" \\c', count: 1 },
    ],
    distinct: 3,
  },
};

function Filtered({ start }: { readonly start: string }) {
  const [filter, setFilter] = useState(start);
  return (
    <>
      <FacetBar view={view} facets={facets} filter={filter} onChange={setFilter} />
      <output>{filter}</output>
    </>
  );
}

test('a press filters by a value and another takes it back, also one of two words; what was typed stays as it is', async () => {
  const typed = '"two  words" ns=shop';
  render(<Filtered start={typed} />);
  const filter = () => screen.getByRole('status').textContent;
  for (const [name, term] of [
    ['Running 12', 'status=Running'],
    ['Not Ready 1', 'status="Not Ready"'],
    [String.raw`a "b" \c 1`, String.raw`status="a \"b\" \\c"`],
  ] as const) {
    const facet = screen.getByRole('button', { name });
    await userEvent.click(facet);
    expect([filter(), facet.getAttribute('aria-pressed')]).toEqual([`${typed} ${term}`, 'true']);
    await userEvent.click(facet);
    expect([filter(), facet.getAttribute('aria-pressed')]).toEqual([typed, 'false']);
  }
});

test('beside what filters the other values are offered, in their places and without a number: several can be asked for', async () => {
  const of = (...values: [string, number][]) => ({
    status: { values: values.map(([value, count]) => ({ value, count })), distinct: values.length },
  });
  const onChange = vi.fn();
  const bar = (filter: string, ...values: [string, number][]) => (
    <FacetBar view={view} facets={of(...values)} filter={filter} onChange={onChange} />
  );
  const chips = () => screen.getAllByRole('button').map(({ textContent }) => textContent?.trim());
  const { rerender } = render(bar('', ['Running', 12], ['Failed', 3], ['Pending', 1]));
  rerender(bar('status=Failed', ['Failed', 3]));
  expect(chips()).toEqual(['Running', 'Failed 3', 'Pending']);
  await userEvent.click(screen.getByRole('button', { name: 'Running' }));
  expect(onChange).toHaveBeenLastCalledWith('status=Failed status=Running');
  rerender(bar('status=Failed status=Running', ['Running', 12], ['Failed', 3]));
  expect(chips()).toEqual(['Running 12', 'Failed 3', 'Pending']);
  // Of another filter nobody knows what else there is.
  rerender(bar('x status=Failed', ['Failed', 1]));
  expect(chips()).toEqual(['Failed 1']);
});

test('objects without a status make no chip without a word; where none has one there is no bar', () => {
  const of = (...values: string[]) => ({
    status: { values: values.map(value => ({ value, count: 2 })), distinct: values.length },
  });
  const { rerender } = render(<FacetBar view={view} facets={of('', 'Running')} filter="" onChange={() => {}} />);
  expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Running 2']);
  expect(screen.queryByRole('searchbox')).toBeNull();
  rerender(<FacetBar view={view} facets={of('')} filter="" onChange={() => {}} />);
  expect(screen.queryByRole('group')).toBeNull();
});

test('of more values than fit it says how many are left, and a press shows them; one that filters is always in sight', async () => {
  const many = {
    status: { values: Array.from({ length: 9 }, (_, i) => ({ value: `S${i}`, count: 9 - i })), distinct: 9 },
  };
  const onChange = vi.fn<(filter: string) => void>();
  render(<FacetBar view={view} facets={many} filter="status=S8" onChange={onChange} />);
  const texts = () => screen.getAllByRole('button', { name: /^S\d/ }).map(({ textContent }) => textContent);
  expect(texts()).toEqual(['S0 9', 'S1 8', 'S2 7', 'S3 6', 'S4 5', 'S5 4', 'S8 1']);
  await userEvent.click(screen.getByRole('button', { name: 'Show 2 more' }));
  expect(texts()).toHaveLength(9);
  expect(screen.queryByRole('button', { name: /more/ })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'S7 2' }));
  expect(onChange.mock.calls).toEqual([['status=S8 status=S7']]);
});

/** Counts as the server does: of what matches the filter, the first fifty. */
function Counted({ all }: { readonly all: readonly string[] }) {
  const [filter, setFilter] = useState('');
  const compiled = must(compileFilterOf(filter), filter);
  const matching = all.filter(compiled);
  const values = matching.slice(0, 50).map(value => ({ value, count: 1 }));
  return (
    <>
      <FacetBar
        view={view}
        facets={{ status: { values, distinct: matching.length } }}
        filter={filter}
        onChange={setFilter}
      />
      <output>{filter}</output>
    </>
  );
}

function compileFilterOf(filter: string): ((status: string) => boolean) | undefined {
  const compiled = compileFilter(filter, view);
  if (!compiled.ok) return undefined;
  return status => {
    const cells = view.columns.map(({ id }) => (id === 'status' ? { status, tone: 'ok' } : null));
    return compiled.value.matches({ name: '', namespace: '', labels: {}, owner: null, cells } as unknown as Row, 0);
  };
}

test('of more values than are told it says how many there are; any is found by typing, and chosen', async () => {
  const user = userEvent.setup();
  render(<Counted all={Array.from({ length: 142 }, (_, i) => `Exit ${i}`)} />);
  const filter = () => screen.getByRole('status').textContent;
  await user.type(screen.getByRole('searchbox', { name: '142 values, type to choose' }), 'xit 141');
  await user.click(await screen.findByRole('button', { name: 'Exit 141 1' }));
  expect(filter()).toBe('status="Exit 141"');
  await user.click(screen.getByRole('button', { name: 'Exit 141 1' }));
  expect(filter()).toBe('');
  // Where nothing holds the text it can be changed.
  await user.type(screen.getByRole('searchbox'), 'zzz');
  await waitFor(() => expect(filter()).toBe('status:zzz'));
  await user.clear(screen.getByRole('searchbox', { name: '0 values, type to choose' }));
  await waitFor(() => expect(filter()).toBe(''));
});

test('where all values are told, what the filter asks of them stands in the filter alone', () => {
  render(<Filtered start="status:Run" />);
  screen.getByRole('button', { name: 'Running 12' });
  expect(screen.queryByRole('searchbox')).toBeNull();
});

test.each([
  [
    'Alt and a press',
    async (user: ReturnType<typeof userEvent.setup>, chip: HTMLElement) => {
      await user.keyboard('{Alt>}');
      await user.click(chip);
      await user.keyboard('{/Alt}');
    },
  ],
  [
    'Shift and a press',
    async (user: ReturnType<typeof userEvent.setup>, chip: HTMLElement) => {
      await user.keyboard('{Shift>}');
      await user.click(chip);
      await user.keyboard('{/Shift}');
    },
  ],
  [
    'the key -',
    async (user: ReturnType<typeof userEvent.setup>, chip: HTMLElement) => {
      chip.focus();
      await user.keyboard('-');
    },
  ],
])(
  '%s leave a value out, several at once; each is in sight as such and brought back by a press',
  async (_, leaveOut) => {
    const user = userEvent.setup();
    render(<Filtered start="web" />);
    const filter = () => screen.getByRole('status').textContent;
    await leaveOut(user, screen.getByRole('button', { name: 'Running 12' }));
    await leaveOut(user, screen.getByRole('button', { name: 'Not Ready 1' }));
    expect(filter()).toBe('web -status=Running -status="Not Ready"');
    expect(screen.getAllByRole('button', { pressed: true }).map(({ textContent }) => textContent)).toEqual([
      'not Running',
      'not Not Ready',
    ]);
    expect(screen.queryByRole('button', { name: 'Running 12' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'not Running' }));
    expect(filter()).toBe('web -status="Not Ready"');
    await leaveOut(user, screen.getByRole('button', { name: 'not Not Ready' }));
    expect(filter()).toBe('web');
  },
);

test('what filters is turned into what is left out', async () => {
  const user = userEvent.setup();
  render(<Filtered start="status=Running" />);
  screen.getByRole('button', { name: 'Running 12' }).focus();
  await user.keyboard('-');
  expect(screen.getByRole('status').textContent).toBe('-status=Running');
});

test('what is left out stays in sight where nothing else is', () => {
  render(<FacetBar view={view} facets={{}} filter="-status=Running" onChange={() => {}} />);
  screen.getByRole('button', { name: 'not Running' });
});

test('a yes or no is told with what it is about', () => {
  const configMaps = must(findKindViewAt('configmaps'), 'there are ConfigMaps');
  const told = { immutable: { values: [{ value: 'false', count: 3 }], distinct: 1 } };
  render(<FacetBar view={configMaps} facets={told} filter="" onChange={() => {}} />);
  expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Immutable: no 3']);
});

test('by the keys: a value is left out and put back, and its chip keeps the focus wherever it stands', async () => {
  render(<Filtered start="" />);
  const filter = () => screen.getByRole('status').textContent;
  screen.getByRole('button', { name: 'Not Ready 1' }).focus();
  await userEvent.keyboard('-');
  expect([filter(), document.activeElement?.textContent]).toEqual(['-status="Not Ready"', 'not Not Ready']);
  await userEvent.keyboard('-');
  expect([filter(), document.activeElement?.textContent]).toEqual(['', 'Not Ready 1']);
  await userEvent.tab();
  expect(document.activeElement?.textContent).toBe(String.raw`a "b" \c 1`);
});

test.each([
  ['by the keys, then a press elsewhere', async () => userEvent.keyboard('-'), true],
  ['by the pointer', async () => userEvent.click(screen.getByRole('button', { name: 'Running 12' })), false],
])('a chip that is gone and comes back takes no focus of who went on: pressed %s', async (_, press, goesOn) => {
  const bar = (told: Facets) => <FacetBar view={view} facets={told} filter="" onChange={() => {}} />;
  const { rerender } = render(bar(facets));
  screen.getByRole('button', { name: 'Running 12' }).focus();
  await press();
  rerender(bar({}));
  if (goesOn) await userEvent.click(document.body);
  rerender(bar(facets));
  screen.getByRole('button', { name: 'Running 12' });
  expect(document.activeElement).toBe(document.body);
});

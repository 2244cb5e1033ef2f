import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { findKindViewAt } from '@lanthorn/views/kind-index.ts';
import { FacetBar } from './facet-bar.tsx';

const view = must(findKindViewAt('pods'), 'there are pods');
const facets = {
  status: [
    { value: 'Running', count: 12 },
    { value: 'Not Ready', count: 1 },
  ],
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
  ] as const) {
    const facet = screen.getByRole('button', { name });
    await userEvent.click(facet);
    expect([filter(), facet.getAttribute('aria-pressed')]).toEqual([`${typed} ${term}`, 'true']);
    await userEvent.click(facet);
    expect([filter(), facet.getAttribute('aria-pressed')]).toEqual([typed, 'false']);
  }
});

test('of more values than fit it says how many are left, and a press shows them; one that filters is always in sight', async () => {
  const many = { status: Array.from({ length: 9 }, (_, i) => ({ value: `S${i}`, count: 9 - i })) };
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

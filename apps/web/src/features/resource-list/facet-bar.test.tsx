import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
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

import { createEvent, fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test } from 'vitest';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { FilterField } from './filter-field.tsx';

const about = {
  view: POD_VIEW,
  facets: {
    status: {
      values: [
        { value: 'Not Ready', count: 1 },
        { value: 'Running', count: 2 },
      ],
      distinct: 2,
    },
  },
};
let left: string[];
beforeEach(() => {
  left = [];
});

function Field() {
  const [value, setValue] = useState('');
  const error = value.includes('nope:')
    ? ({ code: 'unknownField', detail: 'nope', position: value.indexOf('nope') } as const)
    : null;
  return (
    <FilterField
      value={value}
      error={error}
      about={about}
      onChange={setValue}
      onLeave={(to, text) => left.push(`${to} ${text}`)}
    />
  );
}

const field = () => screen.getByRole<HTMLInputElement>('searchbox');
const options = () => screen.queryAllByRole('option').map(({ textContent }) => textContent);

test('Tab takes the field and then the value; Enter goes to the rows as ever', async () => {
  render(<Field />);
  field().focus();
  await userEvent.keyboard('sta');
  expect(options()).toEqual(['status:Tab']);
  await userEvent.tab();
  expect([field().value, document.activeElement]).toEqual(['status:', field()]);
  expect(options()).toEqual(['status:"Not Ready"Tab', 'status:Running']);
  await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
  expect(screen.getByRole('option', { selected: true }).textContent).toBe('status:RunningTab');
  expect(field().getAttribute('aria-activedescendant')).toBe(screen.getByRole('option', { selected: true }).id);
  await userEvent.tab();
  expect([field().value, options()]).toEqual(['status:Running ', []]);
  await userEvent.keyboard('{Enter}');
  expect(left).toEqual(['firstRow status:Running ']);
});

test('a press takes one, and the field keeps the focus; left, nothing is offered; without an offer Tab goes on', async () => {
  render(<Field />);
  field().focus();
  await userEvent.keyboard('status:r');
  await userEvent.click(screen.getByRole('option', { name: /Not Ready/ }));
  expect([field().value, document.activeElement]).toEqual(['status:"Not Ready" ', field()]);
  await userEvent.keyboard('sta');
  expect(options()).toHaveLength(1);
  field().blur();
  expect(await screen.findByRole('searchbox')).toBeTruthy();
  field().focus();
  await userEvent.keyboard(' ');
  await userEvent.tab();
  expect(document.activeElement).not.toBe(field());
});

test.each([
  ['Escape', 'list'],
  ['ArrowDown', 'firstRow'],
] as const)(
  '%s keeps what was typed and leads to the %s: the browser, which would empty the field, is not asked',
  (key, to) => {
    render(<Field />);
    fireEvent.change(field(), { target: { value: 'web ' } });
    const event = createEvent.keyDown(field(), { key });
    fireEvent(field(), event);
    expect(event.defaultPrevented).toBe(true);
    expect([field().value, left]).toEqual(['web ', [`${to} web `]]);
  },
);

test('each term is seen as one, and the one that cannot be read is where it is', async () => {
  render(<Field />);
  await userEvent.type(field(), 'web nope:1');
  await screen.findByRole('alert');
  const kinds = [...document.querySelectorAll<HTMLElement>('.filter-terms [data-kind]')].map(
    ({ textContent, dataset }) => `${dataset['kind']} ${textContent.trim()}`,
  );
  expect(kinds).toEqual(['term web', 'space ', 'wrong nope:1']);
});

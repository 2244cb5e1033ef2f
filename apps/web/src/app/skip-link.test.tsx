import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useRef } from 'react';
import { expect, test } from 'vitest';
import { useMainElement } from '../ui/focus/focus-return.ts';
import { SkipLink } from './skip-link.tsx';

function Table() {
  const ref = useRef<HTMLDivElement>(null);
  useMainElement(ref);
  return <div ref={ref} role="grid" tabIndex={0} />;
}

test.each(['keyboard', 'pointer'])('by %s: the focus moves to the main part, and the address stays', async how => {
  render(
    <>
      <SkipLink />
      <button type="button">navigation</button>
      <main tabIndex={-1} />
    </>,
  );
  await userEvent.tab();
  const link = screen.getByRole('link');
  expect(document.activeElement).toBe(link);
  if (how === 'keyboard') await userEvent.keyboard('{Enter}');
  else await userEvent.click(link);
  expect(document.activeElement).toBe(screen.getByRole('main'));
  expect(location.hash).toBe('');
});

test('where the screen has a main element, such as its table, that takes the focus', async () => {
  render(
    <>
      <SkipLink />
      <main tabIndex={-1}>
        <Table />
      </main>
    </>,
  );
  screen.getByRole('link').focus();
  await userEvent.keyboard('{Enter}');
  expect(document.activeElement).toBe(screen.getByRole('grid'));
});

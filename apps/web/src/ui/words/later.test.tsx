import { act, render, screen } from '@testing-library/react';
import { type ReactNode, Suspense } from 'react';
import { expect, test, vi } from 'vitest';
import { later, laterCode } from './later.ts';

const Fallback = () => <p>on its way</p>;

test('what has been fetched is drawn at once: its fallback is never shown', async () => {
  const load = vi.fn(async () => ({ name }: { readonly name: string }) => <p>this is {name}</p>);
  const Screen = later(load);
  await Screen.load();
  render(
    <Suspense fallback={<Fallback />}>
      <Screen name="it" />
    </Suspense>,
  );
  screen.getByText('this is it');
  expect(screen.queryByText('on its way')).toBeNull();
  expect(load).toHaveBeenCalledOnce();
});

test('what is drawn before it was fetched is awaited, and stays the same when it is drawn again', async () => {
  let arrive = (_component: () => ReactNode) => {};
  const Screen = laterCode(() => new Promise<() => ReactNode>(resolve => (arrive = resolve)));
  const page = (
    <Suspense fallback={<Fallback />}>
      <Screen />
    </Suspense>
  );
  const { rerender } = render(page);
  screen.getByText('on its way');
  await act(async () => arrive(() => <input aria-label="typed" />));
  const field = await screen.findByLabelText('typed');
  rerender(page);
  expect(screen.getByLabelText('typed')).toBe(field);
});

test('what could not be fetched is asked for again when it is drawn', async () => {
  let isThere = false;
  const Screen = laterCode(async () => {
    if (!isThere) throw new Error('away');
    return () => <p>here</p>;
  });
  await expect(Screen.load()).rejects.toThrow('away');
  isThere = true;
  render(
    <Suspense fallback={<Fallback />}>
      <Screen />
    </Suspense>,
  );
  await screen.findByText('here');
});

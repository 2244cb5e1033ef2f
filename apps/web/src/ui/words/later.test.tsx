import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ReactNode, Suspense } from 'react';
import { expect, test, vi } from 'vitest';
import { later, laterCode, laterPage } from './later.ts';

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

test('what does not come says so in its own place: the rest stays, and it can be asked for again', async () => {
  let isThere = false;
  const Screen = laterCode(async () => {
    if (!isThere) throw new Error('away');
    return ({ name }: { readonly name: string }) => <p>this is {name}</p>;
  });
  render(
    <>
      <p>the rest</p>
      <Suspense fallback={<Fallback />}>
        <Screen name="it" />
      </Suspense>
    </>,
  );
  expect((await screen.findByRole('alert')).textContent).toContain('This part could not be shown: away');
  screen.getByText('the rest');
  const again = screen.getByRole('button', { name: 'Try again now' });
  expect(screen.queryByRole('button', { name: 'Load the page again' })).toBeNull();
  await userEvent.click(again);
  await expect.poll(() => again.getAttribute('aria-busy')).toBeNull();
  // A browser may go on to say that it cannot be fetched, until the page is loaded again.
  screen.getByRole('button', { name: 'Load the page again' });
  isThere = true;
  await userEvent.click(again);
  await screen.findByText('this is it');
  expect(screen.queryByRole('alert')).toBeNull();
});

test('what fails a while after it was asked for is asked for once, and says so', async () => {
  const load = vi.fn(async (): Promise<() => ReactNode> => {
    await new Promise(resolve => setTimeout(resolve, 20));
    throw new Error('away');
  });
  const Screen = laterCode(load);
  render(
    <Suspense fallback={<Fallback />}>
      <Screen />
    </Suspense>,
  );
  await screen.findByRole('alert');
  expect(load).toHaveBeenCalledOnce();
});

test('with the button that asks again the focus is not lost when the part comes', async () => {
  let isThere = false;
  const Screen = laterCode(async () => {
    if (!isThere) throw new Error('away');
    return () => <p>here</p>;
  });
  render(
    <main tabIndex={-1}>
      <Suspense fallback={<Fallback />}>
        <Screen />
      </Suspense>
    </main>,
  );
  const again = await screen.findByRole('button', { name: 'Try again now' });
  again.focus();
  isThere = true;
  await userEvent.keyboard('{Enter}');
  await screen.findByText('here');
  expect(document.activeElement).toBe(screen.getByRole('main'));
});

test('what did not come is asked for anew by the next one that is drawn', async () => {
  let isThere = false;
  const Screen = laterCode(async () => {
    if (!isThere) throw new Error('away');
    return () => <p>here</p>;
  });
  const page = (
    <Suspense fallback={<Fallback />}>
      <Screen />
    </Suspense>
  );
  const { unmount } = render(page);
  await screen.findByRole('alert');
  unmount();
  isThere = true;
  render(page);
  await screen.findByText('here');
});

test('a page whose code comes in a moment is drawn as soon as it is there: no fallback stands before it', async () => {
  let arrive = (_component: () => ReactNode) => {};
  const Page = laterPage(() => new Promise<() => ReactNode>(resolve => (arrive = resolve)));
  const fallback = vi.fn(() => null);
  const Awaited = () => fallback();
  render(
    <Suspense fallback={<Awaited />}>
      <Page />
    </Suspense>,
  );
  await act(async () => arrive(() => <p>here</p>));
  await screen.findByText('here');
  expect(fallback).not.toHaveBeenCalled();
});

test('a page that takes longer is waited for with its fallback, and comes once', async () => {
  let arrive = (_component: () => ReactNode) => {};
  const load = vi.fn(() => new Promise<() => ReactNode>(resolve => (arrive = resolve)));
  const Page = laterPage(load);
  const page = (
    <Suspense fallback={<Fallback />}>
      <Page />
    </Suspense>
  );
  const { rerender } = render(page);
  expect(screen.queryByText('on its way')).toBeNull();
  await screen.findByText('on its way');
  await act(async () => arrive(() => <input aria-label="typed" />));
  const field = await screen.findByLabelText('typed');
  rerender(page);
  expect(screen.getByLabelText('typed')).toBe(field);
  expect(load).toHaveBeenCalledOnce();
});

test('a page that does not come says so, and can be asked for again', async () => {
  let isThere = false;
  const Page = laterPage(async () => {
    if (!isThere) throw new Error('away');
    return () => <p>here</p>;
  });
  render(
    <Suspense fallback={<Fallback />}>
      <Page />
    </Suspense>,
  );
  await screen.findByRole('alert');
  isThere = true;
  await userEvent.click(screen.getByRole('button', { name: 'Try again now' }));
  await screen.findByText('here');
});

import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useRef, useState } from 'react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Dialog } from '../dialog/dialog.tsx';
import { focusNewScreen, followFocus, skipToMain, useFocusReturn, useMainElement } from './focus-return.ts';

let stop: () => void;
beforeEach(() => {
  stop = followFocus();
});
afterEach(() => stop());

const button = (name: string) => screen.getByRole('button', { name });
const focusIsOn = (element: () => Element | null) => waitFor(() => expect(document.activeElement).toBe(element()));

/** A form that is there only while it is open, and the dialog that it leads to. */
function TwoDialogs() {
  const [shown, setShown] = useState<'form' | 'question' | null>(null);
  return (
    <>
      <main tabIndex={-1}>
        <button type="button" onClick={() => setShown('form')}>
          Open
        </button>
      </main>
      {shown === 'form' ? (
        <Dialog opened title="Form" onClose={() => setShown(null)}>
          <input aria-label="First field" />
          <button type="button" onClick={() => setShown('question')}>
            Go on
          </button>
        </Dialog>
      ) : null}
      <Dialog opened={shown === 'question'} title="Question" onClose={() => setShown(null)}>
        <button type="button">Yes</button>
      </Dialog>
    </>
  );
}

describe('focus returns where it came from', () => {
  test('a dialog begins with its first field, and gives the focus back when it closes', async () => {
    render(<TwoDialogs />);
    await userEvent.click(button('Open'));
    await focusIsOn(() => screen.getByLabelText('First field'));
    await userEvent.keyboard('{Escape}');
    await focusIsOn(() => button('Open'));
  });

  test('so does a dialog that came after another', async () => {
    render(<TwoDialogs />);
    await userEvent.click(button('Open'));
    await focusIsOn(() => screen.getByLabelText('First field'));
    await userEvent.click(button('Go on'));
    await focusIsOn(() => button('Yes'));
    await userEvent.keyboard('{Escape}');
    await focusIsOn(() => button('Open'));
  });

  test('an element that was drawn anew is known by its id; what is gone is passed over', async () => {
    function Editor({ onEnd }: { readonly onEnd: () => void }) {
      useFocusReturn();
      return (
        <button type="button" onClick={onEnd}>
          Save
        </button>
      );
    }
    function Page() {
      const [isEditing, setEditing] = useState(false);
      const edit = (id: string) => (
        <button id={id} type="button" onClick={() => setEditing(true)}>
          {`Edit ${id}`}
        </button>
      );
      return isEditing ? <Editor onEnd={() => setEditing(false)} /> : edit('here');
    }
    render(
      <main tabIndex={-1}>
        <Page />
      </main>,
    );
    await userEvent.click(button('Edit here'));
    await userEvent.click(button('Save'));
    await focusIsOn(() => button('Edit here'));
  });

  test('where nothing is left, it is the main part of the page', async () => {
    function Gone() {
      useFocusReturn();
      return <button type="button">Gone</button>;
    }
    const page = (isThere: boolean) => <main tabIndex={-1}>{isThere ? <Gone /> : null}</main>;
    const { rerender } = render(page(true));
    button('Gone').focus();
    rerender(page(false));
    await focusIsOn(() => screen.getByRole('main'));
  });
});

describe('a new screen', () => {
  function List() {
    const list = useRef<HTMLDivElement>(null);
    useMainElement(list);
    return <div ref={list} role="grid" tabIndex={0} aria-label="rows" />;
  }
  const page = (isLoaded: boolean) => (
    <>
      <button type="button">Filter</button>
      <main tabIndex={-1}>{isLoaded ? <List /> : null}</main>
    </>
  );

  test('takes the focus at once, and its main element as soon as that is there', async () => {
    const { rerender } = render(page(false));
    button('Filter').focus();
    focusNewScreen();
    expect(document.activeElement).toBe(screen.getByRole('main'));
    rerender(page(true));
    await focusIsOn(() => screen.getByRole('grid'));
    // Once: what comes and goes later takes nothing.
    button('Filter').focus();
    rerender(page(false));
    rerender(page(true));
    expect(document.activeElement).toBe(button('Filter'));
    skipToMain();
    expect(document.activeElement).toBe(screen.getByRole('grid'));
  });

  test('that has the focus when it goes has it again when it comes back', async () => {
    const { rerender } = render(page(true));
    screen.getByRole('grid').focus();
    rerender(page(false));
    expect(document.activeElement).toBe(document.body);
    rerender(page(true));
    await focusIsOn(() => screen.getByRole('grid'));
  });

  test('takes nothing from somebody who went on meanwhile', () => {
    const { rerender } = render(page(false));
    focusNewScreen();
    button('Filter').focus();
    rerender(page(true));
    expect(document.activeElement).toBe(button('Filter'));
  });
});

test('the focus that a page gives itself when it was loaded is shown once a key is pressed, not before', async () => {
  function Screen() {
    const list = useRef<HTMLDivElement>(null);
    useMainElement(list);
    return <div ref={list} tabIndex={0} role="grid" />;
  }
  focusNewScreen();
  const first = render(<Screen />);
  const list = () => screen.getByRole('grid');
  expect(document.activeElement).toBe(list());
  expect(list().hasAttribute('data-quiet')).toBe(true);
  await userEvent.keyboard('j');
  expect(list().hasAttribute('data-quiet')).toBe(false);
  // Who came by a key sees where the next screen begins.
  first.unmount();
  focusNewScreen();
  render(<Screen />);
  expect(document.activeElement).toBe(list());
  expect(list().hasAttribute('data-quiet')).toBe(false);
});

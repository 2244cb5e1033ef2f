import { act, renderHook } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { answerOf, problemOf, useAsked } from './use-asked.ts';

interface Props {
  readonly question: { readonly name: string } | null;
  readonly news?: string;
}

/** A server that answers when the test says so, each question by itself. */
function scene(first: Props) {
  const open: {
    readonly name: string;
    readonly answer: (text: string) => void;
    readonly fail: (why: unknown) => void;
  }[] = [];
  const ask = ({ name }: { readonly name: string }) =>
    new Promise<string>((answer, fail) => void open.push({ name, answer, fail }));
  // A new question object and a new function each time, as components make them.
  const { result, rerender, unmount } = renderHook(
    ({ question, news }: Props) => useAsked(question && { ...question }, asked => ask(asked), news),
    { initialProps: first },
  );
  return {
    asked: () => open.map(({ name }) => name),
    reply: (at: number, text: string) => act(async () => open[at]?.answer(text)),
    fail: (at: number, why: unknown) => act(async () => open[at]?.fail(why)),
    told: () => result.current,
    show: (props: Props) => rerender(props),
    unmount,
  };
}

const A = { question: { name: 'a' } };
const B = { question: { name: 'b' } };

describe('what is asked once', () => {
  test('is asked once, however often it is drawn, and is null until it is answered', async () => {
    const { asked, reply, told, show } = scene(A);
    show(A);
    expect([asked(), told()]).toEqual([['a'], null]);
    await reply(0, 'yes');
    show(A);
    expect([asked(), told()]).toEqual([['a'], { answer: 'yes' }]);
  });

  test('is not what another question was answered, nor what comes too late', async () => {
    const { asked, reply, told, show } = scene(A);
    await reply(0, 'of a');
    show(B);
    expect(told()).toBeNull();
    show(A);
    expect(asked()).toEqual(['a', 'b', 'a']);
    await reply(1, 'of b');
    expect(told()).toEqual({ answer: 'of a' });
    await reply(2, 'of a, anew');
    expect(told()).toEqual({ answer: 'of a, anew' });
  });

  test('stays as it was answered until it is answered anew', async () => {
    const { asked, reply, told, show } = scene({ ...A, news: '1' });
    await reply(0, 'first');
    show({ ...A, news: '2' });
    expect([asked(), told()]).toEqual([['a', 'a'], { answer: 'first' }]);
    await reply(1, 'second');
    expect(told()).toEqual({ answer: 'second' });
  });

  test('an answer from before the news does not replace that after it', async () => {
    const { reply, told, show } = scene({ ...A, news: '1' });
    show({ ...A, news: '2' });
    await reply(1, 'new');
    await reply(0, 'old');
    expect(told()).toEqual({ answer: 'new' });
  });

  test('where nothing is asked, nothing is answered', async () => {
    const { asked, reply, told, show } = scene({ question: null });
    expect([asked(), told()]).toEqual([[], null]);
    show(A);
    await reply(0, 'yes');
    show({ question: null });
    expect([asked(), told()]).toEqual([['a'], null]);
  });

  test.each([
    ['an error by its message', new Error('no such node'), 'no such node'],
    ['anything else as it is', 'gone', 'gone'],
  ])('says why it cannot be: %s', async (_what, why, problem) => {
    const { fail, told, show, reply } = scene({ ...A, news: '1' });
    await fail(0, why);
    expect([told(), problemOf(told()), answerOf(told())]).toEqual([{ problem }, problem, null]);
    show({ ...A, news: '2' });
    await reply(1, 'now');
    expect([problemOf(told()), answerOf(told())]).toEqual([null, 'now']);
  });

  test('nobody is told after it is gone from the screen', async () => {
    const { reply, told, unmount } = scene(A);
    unmount();
    await reply(0, 'late');
    expect(told()).toBeNull();
  });
});

test('of what is not known there is neither an answer nor a reason', () => {
  expect([answerOf(null), problemOf(null)]).toEqual([null, null]);
});

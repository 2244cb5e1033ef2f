import { render, renderHook, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { pathSegment } from '@lanthorn/protocol/path-segment.ts';
import { WordsProvider } from '../ui/words/words.tsx';
import { NotFound, useImpossibleName } from './not-found.tsx';

const why = (namespace: string, name: string) =>
  renderHook(() => useImpossibleName(namespace, name), { wrapper: WordsProvider }).result.current;

test.each(['..', '.', 'a/b', '../x', 'a%2fb', '', 'x'.repeat(1_025), '\ud800', 'a', '...', 'with space', 'ä'])(
  'the page says of %j what the server would say of it',
  name => {
    expect(why('n', name) === null).toBe(pathSegment.safeParse(name).success);
    expect(why('', name) === null).toBe(pathSegment.safeParse(name).success);
    expect(why(name, 'n') === null).toBe(name === '' || pathSegment.safeParse(name).success);
  },
);

test('it says which name, and that the page is not there', () => {
  render(
    <WordsProvider>
      <NotFound why={why('../', 'x') ?? ''} />
    </WordsProvider>,
  );
  expect(screen.getByRole('heading', { name: 'No such page' })).toBeTruthy();
  expect(screen.getByText(/^No namespace can be called “\.\.\/”/)).toBeTruthy();
});

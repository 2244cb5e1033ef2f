import { render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import type { ListSnapshot } from '../../data/lists/list-store.ts';
import { CONCERNS } from './concerns.ts';
import { Figures } from './figures.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#there">{children}</a>,
  useNavigate: () => () => {},
  useParams: () => ({ cluster: 'c' }),
  useSearch: () => ({}),
}));

/** What is told of the nodes; of all others ten are well. */
function show(nodes: object | null): Element {
  const list = (of: object) => ({ matched: 0, total: 10, state: { kind: 'live' }, ...of }) as ListSnapshot;
  const lists = CONCERNS.flatMap(concern =>
    concern.id === 'nodes' ? (nodes === null ? [] : [{ concern, list: list(nodes) }]) : [{ concern, list: list({}) }],
  );
  render(<Figures lists={lists} />);
  const [figure] = screen.getAllByRole('listitem');
  if (figure === undefined) throw new Error('there is none');
  return figure;
}

test('of what is told stands how many are well, and of how many', () => {
  expect(show({ matched: 1, total: 3 }).textContent).toBe('Nodes2of 3 well, 1 not');
});

test('beside a long number there is room for those that are not well alone', () => {
  expect(show({ matched: 17, total: 100_180 }).textContent).toBe('Nodes100,16317 not well');
});

test.each([
  ['not asked yet', null],
  ['on its way', { matched: null, total: 0, state: { kind: 'loading', loaded: 0, total: null } }],
])('what is %s keeps its room and is not called unknown', (_what, nodes) => {
  const figure = show(nodes);
  expect(figure.textContent).toBe('Nodes');
  expect(figure.getAttribute('aria-busy')).toBe('true');
});

test('what may not be seen is not known', () => {
  const figure = show({ matched: null, total: 0, state: { kind: 'forbidden', verb: 'list', resource: 'nodes' } });
  expect([figure.textContent, figure.getAttribute('aria-busy')]).toEqual(['Nodes–not known', 'false']);
});

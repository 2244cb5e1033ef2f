import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import type { Cause } from './causes.ts';
import { NeedsYou } from './needs-you.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#there">{children}</a>,
  useNavigate: () => () => {},
  useParams: () => ({ cluster: 'c' }),
  useSearch: () => ({}),
}));
vi.mock('../../data/objects/use-live-object.ts', () => ({
  useLiveObject: () => ({
    object: { status: { containerStatuses: [{ name: 'app', state: { terminated: { exitCode: 1 } } }] } },
  }),
}));
vi.mock('../../data/logs/use-last-lines.ts', () => ({ useLastLines: () => ['panic: no such table'] }));

const cause: Cause = {
  ...{ key: 'k', view: POD_VIEW, namespace: 'shop', name: 'web-1', tone: 'bad', status: 'Error', why: 'it died' },
  ...{ ready: '', failedRun: '', since: null, objects: [{ view: POD_VIEW, count: 1 }] },
  pod: { key: 'shop/web-1', namespace: 'shop', name: 'web-1' } as WireRow,
};

test('last words, of which a line is shown, are unfolded by the keys', async () => {
  render(<NeedsYou causes={[cause]} lists={[]} answer="told" />);
  const words = screen.getByRole('button', { name: 'panic: no such table' });
  expect(words.title).toBe('panic: no such table');
  await userEvent.tab();
  await userEvent.tab();
  expect(document.activeElement).toBe(words);
  await userEvent.keyboard('{Enter}');
  expect(words.getAttribute('aria-expanded')).toBe('true');
});

test('what is behind a cause is counted as one says it', () => {
  const { rerender } = render(<NeedsYou causes={[cause]} lists={[]} answer="told" />);
  screen.getByText('1 cause behind 1 object');
  rerender(<NeedsYou causes={[{ ...cause, objects: [{ view: POD_VIEW, count: 9 }] }]} lists={[]} answer="told" />);
  screen.getByText('1 cause behind 9 objects');
});

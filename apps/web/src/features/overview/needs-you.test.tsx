import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { LogQuery } from '@lanthorn/protocol/stream-queries.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import type { StreamReader } from '../../data/connection/page-streams.ts';
import { type Cause, joinCauses } from './causes.ts';
import { NeedsYou } from './needs-you.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#there">{children}</a>,
  useNavigate: () => () => {},
  useParams: () => ({ cluster: 'c' }),
  useSearch: () => ({}),
}));
const cause: Cause = {
  ...{ key: 'k', view: POD_VIEW, namespace: 'shop', name: 'web-1', tone: 'bad', status: 'Error', why: 'it died' },
  ...{ ready: '', failedRun: '', since: null, objects: [{ view: POD_VIEW, count: 1 }] },
  pod: { key: 'shop/web-1', namespace: 'shop', name: 'web-1' } as WireRow,
};

type Status = Readonly<Record<string, unknown>>;

/** The line of a cause whose pod has these containers; what they are asked for is told, each says which run of which one it is. */
function showPod(statuses: readonly Status[], shown: Cause = cause): readonly LogQuery[] {
  const streams: LogQuery[] = [];
  const object = { status: { containerStatuses: statuses } };
  const readers: StreamReader[] = [];
  let tell: (frame: object) => void = () => {};
  const connection = {
    epoch: 1,
    state: { kind: 'open' },
    onState: () => () => {},
    subscribe: (_query: object, next: typeof tell) => {
      tell = next;
      return { close: () => {}, update: () => {}, retry: () => {} };
    },
    openStream: (query: LogQuery, reader: StreamReader) => {
      streams.push(query);
      readers.push(reader);
      return { write: () => false, close: () => {} };
    },
  };
  render(
    <ClientContext value={{ connection } as unknown as Client}>
      <NeedsYou causes={[shown]} lists={[]} answer="told" />
    </ClientContext>,
  );
  act(() => tell({ type: 'object', id: 1, object, state: { kind: 'live' } }));
  act(() => {
    const { container = '', previous } = streams.at(-1) ?? {};
    const text = `${container}, ${previous === true ? 'the run before' : 'this run'}\n`;
    readers.at(-1)?.onBytes({ channel: 0, bytes: new TextEncoder().encode(text) });
    readers.at(-1)?.onEnd({ reason: 'finished', problem: null });
  });
  return streams;
}

const ended = (exitCode: number) => ({ terminated: { exitCode, reason: 'Error' } });
const running = { running: { startedAt: '2026-01-01T00:00:00Z' } };
const crashing = { waiting: { reason: 'CrashLoopBackOff' } };

test('last words, of which a line is shown, are unfolded by the keys', async () => {
  showPod([{ name: 'app', state: ended(1) }]);
  const words = screen.getByRole('button', { name: 'app, this run' });
  expect(words.title).toBe('app, this run');
  await userEvent.tab();
  await userEvent.tab();
  expect(document.activeElement).toBe(words);
  await userEvent.keyboard('{Enter}');
  expect(words.getAttribute('aria-expanded')).toBe('true');
});

test.each([
  [
    'a sidecar that runs again is not the cause beside what is down',
    [
      { name: 'proxy', state: running, lastState: ended(137) },
      { name: 'app', state: crashing, lastState: ended(1) },
    ],
    'app, this run',
  ],
  [
    'what runs again is asked for the run that ended',
    [{ name: 'app', state: running, lastState: ended(1) }],
    'app, the run before',
  ],
])('%s', (_, statuses, said) => {
  showPod(statuses);
  expect(screen.getByRole('button').textContent).toBe(said);
});

test('the exit code of the container stands in the line, as the list has it', () => {
  const pod = {
    metadata: { name: 'web-1', namespace: 'shop', uid: 'u' },
    spec: { containers: [{ name: 'proxy' }, { name: 'app' }] },
    status: {
      phase: 'Running',
      containerStatuses: [
        { name: 'proxy', state: running, lastState: ended(137) },
        { name: 'app', state: crashing, lastState: ended(3) },
      ],
    },
  };
  const row = {
    ...{ key: 'shop/web-1', uid: 'u', namespace: 'shop', name: 'web-1', createdAt: null, ownerUid: '' },
    cells: POD_VIEW.columns.map(({ read }) => read(pod, { now: 0 })),
  } as WireRow;
  expect(row.cells[columnIndex(POD_VIEW, 'why')]).toBe('app: exit 3 (Error)');
  const [told = cause] = joinCauses([{ view: POD_VIEW, row }]);
  showPod(pod.status.containerStatuses, told);
  screen.getByText('app: exit 3 (Error)');
});

test('what is behind a cause is counted as one says it', () => {
  const silent = { ...cause, pod: null };
  const { rerender } = render(<NeedsYou causes={[silent]} lists={[]} answer="told" />);
  screen.getByText('1 cause behind 1 object');
  rerender(<NeedsYou causes={[{ ...silent, objects: [{ view: POD_VIEW, count: 9 }] }]} lists={[]} answer="told" />);
  screen.getByText('1 cause behind 9 objects');
});

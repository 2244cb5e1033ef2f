import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { KeptRecording, RecordingsAnswer } from '@lanthorn/protocol/recordings/recording-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { ClusterTimes } from '../../data/connection/cluster-times.ts';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
import { useRecordings } from '../../data/terminals/use-recordings.ts';
import { followFocus } from '../../ui/focus/focus-return.ts';
import { RecordingsPanel } from './recordings-panel.tsx';
import { TerminalScreen } from './terminal-screen.ts';

const KEPT: KeptRecording = {
  ...{ id: '01234567-89ab-cdef-0123-456789abcdef', cluster: 'c', namespace: 'shop', pod: 'web-1', container: 'app' },
  ...{ startedAt: 0, durationMs: 65_000, length: 2_048 },
};
const OTHER = { ...KEPT, id: 'b'.repeat(36), cluster: 'there', pod: 'web-2' };
const CAST = ['{"version":2,"width":90,"height":20}', '[1,"o","hello "]', '[2.4,"o","again"]'].join('\n');

beforeEach(() => followFocus());
beforeEach(() => {
  useRecordings.setState({ answer: null, problem: null });
  const listening = { addListener() {}, removeListener() {}, addEventListener() {}, removeEventListener() {} };
  vi.stubGlobal('matchMedia', () => ({ matches: false, ...listening }));
});

async function show(recordings: readonly KeptRecording[], { isLasting = true, cast = CAST } = {}) {
  const clock = new FakeClock();
  const answer = (of: readonly KeptRecording[]): RecordingsAnswer => ({
    ...{ recordings: of, bounds: { bytes: 64 * 1024 * 1024, ageMs: 30 * 86_400_000 }, isLasting },
  });
  const api = {
    recordings: async () => answer(recordings),
    recording: async () => cast,
    forgetRecording: vi.fn<(request: { id: string }) => Promise<RecordingsAnswer>>(async ({ id }) =>
      answer(recordings.filter(each => each.id !== id)),
    ),
  };
  const client = { api, clock, times: new ClusterTimes(clock), preferences: testPreferences() } as unknown as Client;
  render(
    <ClientContext value={client}>
      <RecordingsPanel cluster="c" />
    </ClientContext>,
  );
  await act(async () => {});
  return { api, clock };
}

const rows = () => within(screen.getByRole('table')).getAllByRole('row');
const rowOf = (pod: string) => within(rows().find(row => row.textContent.includes(pod)) as HTMLElement);

test('each says where it was made and how long it is, can be saved as a file, and is deleted once that was confirmed', async () => {
  const { api } = await show([KEPT, OTHER]);
  rowOf('web-1').getByText('app · shop');
  rowOf('web-2').getByText('app · shop · there');
  expect(rowOf('web-1').getByRole('link', { name: 'Download' }).getAttribute('href')).toBe(
    `/api/recordings/${KEPT.id}`,
  );
  screen.getByText(/Kept for 30 days, 64Mi/);
  const ask = () => userEvent.click(rowOf('web-1').getByRole('button', { name: 'Delete' }));
  await ask();
  await userEvent.keyboard('{Enter}');
  expect([screen.queryByRole('dialog'), document.activeElement?.textContent]).toEqual([null, 'Delete']);
  expect(api.forgetRecording).not.toHaveBeenCalled();
  await ask();
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete it for good' }));
  expect(api.forgetRecording).toHaveBeenCalledWith({ id: KEPT.id });
  expect(rows()).toHaveLength(1);
  expect(document.activeElement).toBe(screen.getByRole('group', { name: 'Recordings of terminals' }));
});

test('it is played at once, in its own size, stopped, and gone to another place; then all are shown again', async () => {
  const written = vi.spyOn(TerminalScreen.prototype, 'forCast');
  const { clock } = await show([KEPT]);
  await userEvent.click(screen.getByRole('button', { name: 'Play' }));
  await act(async () => {});
  const screens = written.mock.contexts as TerminalScreen[];
  const text = () => screens[0]?.text;
  /** What was written is drawn a moment later. */
  const drawn = () => act(async () => screens[0]?.write(Uint8Array.of(0)));
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'All recordings' }));
  expect(screens[0]?.size).toEqual({ columns: 90, rows: 20 });
  await act(() => clock.advance(1_000));
  await drawn();
  expect(text()).toBe('hello');
  await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
  await act(() => clock.advance(5_000));
  await drawn();
  expect(text()).toBe('hello');
  await userEvent.click(screen.getByRole('button', { name: 'Play' }));
  await act(() => clock.advance(1_400));
  await drawn();
  expect(text()).toBe('hello again');
  const slider = screen.getByRole<HTMLInputElement>('slider', { name: 'Place in the recording' });
  const goTo = async (ms: number) => {
    fireEvent.change(slider, { target: { value: String(ms) } });
    await drawn();
    return text();
  };
  expect(await goTo(0)).toBe('');
  expect(await goTo(1_000)).toBe('hello');
  // Its end is no whole step.
  expect([await goTo(3_000), slider.value, slider.max]).toEqual(['hello again', '3000', '3000']);
  screen.getByText('2s / 2s');
  await userEvent.click(screen.getByRole('button', { name: 'All recordings' }));
  expect(rows()).toHaveLength(1);
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Play' }));
  written.mockRestore();
});

test('that none is kept and that they do not last is said', async () => {
  await show([], { isLasting: false });
  screen.getByText(/^None is kept/);
  screen.getByText(/They are gone when Lanthorn ends/);
});

test('what is no recording is not played, and nobody waits for it', async () => {
  await show([KEPT], { cast: 'nothing' });
  await userEvent.click(screen.getByRole('button', { name: 'Play' }));
  await act(async () => {});
  expect(screen.getByRole('alert').textContent).toBe('It is no recording that can be played.');
  const play = screen.getByRole('button', { name: 'Play' });
  expect([play.ariaBusy, play.ariaDisabled]).toEqual([null, 'true']);
});

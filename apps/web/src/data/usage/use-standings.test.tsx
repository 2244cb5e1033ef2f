import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StandingAnswer } from '@lanthorn/protocol/http/standing-messages.ts';
import { type Client, ClientContext } from '../client/client.ts';
import { useStandings } from './use-standings.ts';

const WHOLE: StandingAnswer = { requested: { cpu: 1, memory: 1 }, certificates: { server: null, own: null } };
const PARTLY: StandingAnswer = { ...WHOLE, requested: null };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function show(answers: Readonly<Record<string, Promise<StandingAnswer>>>) {
  const asked: string[] = [];
  const standing = (name: string) => {
    asked.push(name);
    return answers[name];
  };
  const client = { api: { standing } } as unknown as Client;
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <ClientContext value={client}>{children}</ClientContext>
  );
  const { result } = renderHook(() => useStandings(Object.keys(answers), undefined), { wrapper });
  return {
    told: () => [...result.current.keys()],
    times: (name: string) => asked.filter(each => each === name).length,
  };
}

const pass = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1_000));

test('a cluster that cannot tell all is asked ever less soon, and no other with it', async () => {
  const { told, times } = show({ a: Promise.resolve(WHOLE), b: Promise.resolve(PARTLY) });
  await pass(0);
  expect(told()).toEqual(['a', 'b']);
  await pass(19);
  expect([times('a'), times('b')]).toEqual([1, 3]);
  await pass(101);
  expect([times('a'), times('b')]).toEqual([7, 8]);
});

test('what a cluster tells does not wait for another; one that fails has told nothing', async () => {
  const { told } = show({ a: new Promise(() => {}), b: Promise.resolve(WHOLE), c: Promise.reject(new Error('away')) });
  await pass(0);
  expect(told()).toEqual(['b']);
});

import { expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { DownMessage } from '@lanthorn/protocol/down-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import { Hub } from '../hub/hub.ts';
import { type Identity, OWNER } from '../upstream/identity.ts';
import { OpenSessions } from './open-sessions.ts';

const GUEST: Identity = { key: 'guest' as IdentityKey };
const PONG: DownMessage = { type: 'pong' };

function scene() {
  const clusters = { list: () => [], get: () => undefined };
  const sessions = new OpenSessions(new Hub({ clusters, clock: new FakeClock(), random: seededRandom(1) }));
  const open = (identity: Identity) => {
    const told: string[] = [];
    const send = (...parts: readonly unknown[]) => void told.push(parts.join(''));
    const session = sessions.open(identity, { bufferedAmount: 0, send, sendBytes: () => {}, close: () => {} });
    return { told, session };
  };
  return { sessions, open };
}

test('what is of one person is told to all tabs of that person and to no other', () => {
  const { sessions, open } = scene();
  const [first, second, guest] = [open(OWNER), open({ key: OWNER.key }), open(GUEST)];
  sessions.send(OWNER, PONG);
  expect([first, second, guest].map(({ told }) => told.length)).toEqual([1, 1, 0]);
  sessions.send(GUEST, PONG);
  expect([first, second, guest].map(({ told }) => told.length)).toEqual([1, 1, 1]);
  sessions.close();
});

test('what is of nobody alone is told to all, but not to a tab that is gone', () => {
  const { sessions, open } = scene();
  const [owner, guest, gone] = [open(OWNER), open(GUEST), open(GUEST)];
  sessions.end(gone.session);
  sessions.sendAll(PONG);
  expect([owner, guest, gone].map(({ told }) => told.length)).toEqual([1, 1, 0]);
  expect(sessions.size).toBe(2);
  sessions.close();
});

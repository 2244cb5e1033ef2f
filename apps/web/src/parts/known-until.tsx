import { type ReactNode, useRef } from 'react';
import { listAnswer } from '../data/lists/list-answer.ts';
import type { ListSnapshot } from '../data/lists/list-store.ts';
import { KnownUntilContext, useSettled, useTimeReader } from '../ui/time/clock.ts';

/** A watch that the server ended in good order is reopened faster than this: what runs goes on. */
const QUIET_MS = 700;

/** What runs inside is told up to the last moment that this list is true of: without news it does not go on as if it were seen to. */
export function KnownUntil({
  list,
  children,
}: {
  readonly list: Pick<ListSnapshot, 'matched' | 'state'>;
  readonly children: ReactNode;
}) {
  const readTime = useTimeReader();
  const lostAt = useRef<number | null>(null);
  const answer = listAnswer(list);
  const until = answer.kind === 'told' ? answer.until : null;
  if (until === null) lostAt.current = null;
  // Right after a reconnect nobody says since when: then since it was noticed.
  else if (until > 0) lostAt.current = until;
  else lostAt.current ??= readTime();
  const isLost = useSettled(until !== null, QUIET_MS);
  return <KnownUntilContext value={isLost ? lostAt.current : null}>{children}</KnownUntilContext>;
}

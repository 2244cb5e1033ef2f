import { setFlagsFromString } from 'node:v8';
import type { Clock } from '@lanthorn/base/clock.ts';

/** The start is over by then: it is to be quick. */
const AFTER_START_MS = 3_000;

/**
 * As long as nobody has opened a page V8 gives back what the start left over, some 9 MB; then it takes the room again that being quick needs. The
 * flag is one that V8 looks at whenever it collects. Returns what to call when a page opens.
 */
export function restingHeap(clock: Clock, setFlags: (flags: string) => void = setFlagsFromString): () => void {
  let isResting = false;
  const cancel = clock.schedule(AFTER_START_MS, () => {
    isResting = true;
    setFlags('--optimize-for-size');
  });
  return () => {
    cancel();
    if (isResting) setFlags('--no-optimize-for-size');
    isResting = false;
  };
}

/** Follows a pointer that is down, until it is let go (`isDone`) or given up: by Escape, or because the browser took it for scrolling. */
export function followPointer({
  onMove,
  onEnd,
}: {
  readonly onMove: (event: PointerEvent) => void;
  readonly onEnd: (isDone: boolean) => void;
}): void {
  const following = new AbortController();
  const { signal } = following;
  const end = (isDone: boolean) => {
    following.abort();
    onEnd(isDone);
  };
  addEventListener('pointermove', onMove, { signal });
  addEventListener('pointerup', () => end(true), { signal });
  addEventListener('pointercancel', () => end(false), { signal });
  addEventListener(
    'keydown',
    event => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      end(false);
    },
    { signal, capture: true },
  );
}

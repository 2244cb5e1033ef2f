/** Half of a frame: the other half is for what a person does meanwhile. */
const SLICE_MS = 8;

/** Takes steps to their end, a slice of time after the other, the first at once. Returns what ends it before. */
export function runInSlices<T>(steps: Iterator<undefined, T, undefined>, onDone: (result: T) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const runSlice = () => {
    const endsAt = performance.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done === true) return onDone(step.value);
    } while (performance.now() < endsAt);
    timer = setTimeout(runSlice);
    return undefined;
  };
  runSlice();
  return () => clearTimeout(timer);
}

import { useRef } from 'react';
import { SECOND_LENGTH } from '../../../data/logs/lines/log-line.ts';
import type { LogModel } from '../../../data/logs/log-model.ts';
import type { LogPlace } from '../../../data/logs/selection/source-names.ts';
import { type ContainerEnd, readEnds } from '../../../data/objects/pod-containers.ts';

/**
 * How the containers of a pod had ended where their logs say that they began anew, as JSON by stream and the time of the mark: the pod tells
 * the last end alone, earlier ones are kept with their marks.
 */
export function useExits(
  { streams }: LogModel,
  sources: readonly LogPlace[],
  { pod, wordsOf }: { readonly pod: unknown; readonly wordsOf: (end: ContainerEnd) => string },
): string {
  const kept = useRef(new Map<string, ContainerEnd>());
  const exits = streams.flatMap(({ restartedAt }, stream) => {
    const place = sources[stream];
    if (place === undefined) return [];
    const key = `${place.pod} ${place.container} `;
    const end = readEnds(pod, place.container).before;
    const isOfMark = end !== null && restartedAt !== '' && hasWritten(end, restartedAt);
    if (isOfMark && !kept.current.has(key + restartedAt)) kept.current.set(key + restartedAt, end);
    return [...kept.current].flatMap(([of, told]) =>
      of.startsWith(key) ? [[`${stream} ${of.slice(key.length)}`, wordsOf(told)]] : [],
    );
  });
  return JSON.stringify(Object.fromEntries(exits));
}

/** It is the end of the run that wrote the last line before the mark: not of one before it, nor of one that began after it. */
function hasWritten({ startedAt, at }: ContainerEnd, restartedAt: string): boolean {
  const second = restartedAt.slice(0, SECOND_LENGTH);
  return startedAt.slice(0, SECOND_LENGTH) <= second && (at === '' || at.slice(0, SECOND_LENGTH) >= second);
}

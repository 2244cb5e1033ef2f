import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeSet } from '@lanthorn/protocol/http/change-set-messages.ts';
import { followPointer } from '../../ui/pointer/follow-pointer.ts';
import { moved, placeAt, without } from './step-order.ts';

/** What the handle of a step, and its ✕, do. */
export interface StepHold {
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onPull: () => void;
  readonly onRemove: () => void;
}

export interface StepMoves {
  readonly list: RefObject<HTMLOListElement | null>;
  /** What was done last, for who does not see it. */
  readonly said: string;
  /** The place of the step that is being pulled. */
  readonly pulled: number | null;
  /** On which side of a place it would come to stand. */
  readonly dropAt: (place: number) => 'before' | 'after' | undefined;
  readonly holdOf: (place: number) => StepHold;
}

/** Moves steps, by pointer and by keys, and takes them out. */
export function useStepMoves(set: ChangeSet, onArrange: (next: ChangeSet) => void): StepMoves {
  const { t } = useTranslation();
  const list = useRef<HTMLOListElement>(null);
  const [pull, setPull] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const [said, setSaid] = useState('');
  /** The place whose handle takes the focus when the list is drawn in its new order. */
  const focused = useRef<number | null>(null);
  const { steps } = set;
  useEffect(() => {
    const handles = list.current?.querySelectorAll<HTMLElement>('[data-handle]');
    if (focused.current !== null) handles?.[Math.min(focused.current, handles.length - 1)]?.focus();
    focused.current = null;
  }, [steps]);
  const move = (from: number, to: number) => {
    if (to < 0 || to >= steps.length || to === from) return;
    focused.current = to;
    setSaid(t('changeSet.moved', { place: to + 1, count: steps.length }));
    onArrange(moved(set, from, to));
  };
  const remove = (place: number) => {
    focused.current = place;
    setSaid(t('changeSet.removed', { number: place + 1 }));
    onArrange(without(set, place));
  };
  const onKey = (event: KeyboardEvent, place: number) => {
    if (event.key === 'ArrowUp') move(place, place - 1);
    else if (event.key === 'ArrowDown') move(place, place + 1);
    else if (event.key === 'Delete') remove(place);
    else return;
    event.preventDefault();
  };
  const onPull = (from: number) => {
    let to = from;
    followPointer({
      onMove: ({ clientY }) => {
        const rows = [...(list.current?.children ?? [])].map(row => row.getBoundingClientRect());
        to = placeAt(clientY, rows, from);
        setPull({ from, to });
      },
      onEnd: isDone => {
        setPull(null);
        if (isDone) move(from, to);
      },
    });
  };
  return {
    list,
    said,
    pulled: pull?.from ?? null,
    dropAt: place => {
      if (pull === null || pull.to === pull.from || pull.to !== place) return undefined;
      return pull.to < pull.from ? 'before' : 'after';
    },
    holdOf: place => ({
      onKey: event => onKey(event, place),
      onPull: () => onPull(place),
      onRemove: () => remove(place),
    }),
  };
}

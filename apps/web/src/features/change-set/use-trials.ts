import { useEffect, useRef, useState } from 'react';
import type { OperationRequest, PreviewAnswer } from '@lanthorn/protocol/http/operation-messages.ts';
import { choicesOf } from '@lanthorn/actions/machinery/decided-params.ts';
import { previewInParts } from '../../data/actions/preview-in-parts.ts';
import { useClient } from '../../data/client/client.ts';

/** What the server said to a dry run of a step, or why it could not be asked. */
export type Trial = { readonly answer: PreviewAnswer } | { readonly problem: string };

export interface Trials {
  /** By step. */
  readonly trials: ReadonlyMap<string, Trial>;
  readonly isAsking: boolean;
  readonly again: () => void;
}

export interface Tried {
  readonly step: string;
  readonly request: OperationRequest;
}

const NONE: ReadonlyMap<string, Trial> = new Map();

/** Of a step that is decided otherwise, or on what was seen later, another change is sent. */
function decisionsOf(request: OperationRequest): string {
  return 'params' in request && request.params !== undefined
    ? JSON.stringify([choicesOf(request.params), request.params.seen])
    : '';
}

/** Tries steps one after the other, each on the cluster as it is now. Other steps, other decisions or another order are tried anew. */
export function useTrials(steps: readonly Tried[]): Trials {
  const { api } = useClient();
  const [trials, setTrials] = useState(NONE);
  const [isAsking, setAsking] = useState(true);
  const [turn, setTurn] = useState(0);
  const latest = useRef(steps);
  latest.current = steps;
  const key = steps.map(({ step, request }) => step + decisionsOf(request)).join();
  useEffect(() => {
    let isCurrent = true;
    const tryOne = async ({ step, request }: Tried) => {
      for await (const { answer } of previewInParts(part => api.preview(part), request))
        if (answer !== null && isCurrent) setTrials(before => new Map([...before, [step, { answer }]]));
    };
    const tryAll = async () => {
      for (const tried of latest.current) {
        if (!isCurrent) return;
        await tryOne(tried).catch((error: unknown) => {
          const problem = error instanceof Error ? error.message : String(error);
          if (isCurrent) setTrials(before => new Map([...before, [tried.step, { problem }]]));
        });
      }
      if (isCurrent) setAsking(false);
    };
    setTrials(NONE);
    setAsking(true);
    void tryAll();
    return () => {
      isCurrent = false;
    };
  }, [api, key, turn]);
  return { trials, isAsking, again: () => setTurn(turn + 1) };
}

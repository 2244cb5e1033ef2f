import { useEffect, useState } from 'react';
import { type ClashChoices, decidedParams } from '@lanthorn/actions/machinery/decided-params.ts';
import type { WireClash } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest, PreviewAnswer } from '@lanthorn/protocol/http/operation-messages.ts';
import { useClient } from '../../data/client/client.ts';
import { type PreviewProgress, previewInParts } from '../../data/actions/preview-in-parts.ts';

/** The same request with clashes decided. */
export function decided(request: OperationRequest, choices: ClashChoices): OperationRequest {
  if ('undoOf' in request) return { ...request, choices };
  return request.params === undefined ? request : { ...request, params: decidedParams(request.params, choices) };
}

export interface Preview {
  readonly answer: PreviewAnswer | null;
  /** Whether the answer is to the request as it is now: what is sent has been seen. */
  readonly isCurrent: boolean;
  /** Targets the server has answered for so far. */
  readonly answered: number;
  /** All that came up since the dialog opened: a decided one stays in sight, so that the decision can be changed. */
  readonly clashes: readonly WireClash[];
  readonly problem: string | null;
  readonly setProblem: (problem: string) => void;
}

/** What the server says to a dry run, asked anew with each decision. */
export function usePreview(request: OperationRequest, choices: ClashChoices): Preview {
  const { api } = useClient();
  const [{ answer, answered }, setProgress] = useState<PreviewProgress>({ answered: 0, answer: null });
  const [answeredTo, setAnsweredTo] = useState<OperationRequest | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [clashes, setClashes] = useState<readonly WireClash[]>([]);
  useEffect(() => {
    let isCurrent = true;
    const ask = async () => {
      for await (const progress of previewInParts(part => api.preview(part), decided(request, choices))) {
        if (!isCurrent) return;
        // What was answered before a decision stays until it is answered anew.
        setProgress(shown => ({ ...progress, answer: progress.answer ?? shown.answer }));
        if (progress.answer !== null) {
          setAnsweredTo(request);
          setProblem(null);
        }
        const found = progress.answer?.previews.flatMap(preview => preview.clashes) ?? [];
        setClashes(shown => [...new Map([...shown, ...found].map(clash => [clash.path, clash])).values()]);
      }
    };
    ask().catch((error: unknown) => isCurrent && setProblem(error instanceof Error ? error.message : String(error)));
    return () => {
      isCurrent = false;
    };
  }, [api, request, choices]);
  return { answer, answered, isCurrent: answeredTo === request, clashes, problem, setProblem };
}

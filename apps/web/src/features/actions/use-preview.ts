import { useEffect, useState } from 'react';
import type { WireClash } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest, PreviewAnswer } from '@lanthorn/protocol/http-messages.ts';
import type { ClashChoices } from '../../data/clash-chooser.tsx';
import { useClient } from '../../data/client.ts';

/** The same request with clashes decided. */
export function decided(request: OperationRequest, choices: ClashChoices): OperationRequest {
  if ('undoOf' in request) return { ...request, choices };
  const edit = request.params?.edit;
  return edit === undefined ? request : { ...request, params: { edit: { ...edit, choices } } };
}

/** The same request without the targets that the server refused, and without what belongs to them. */
export function onlyKept(request: OperationRequest, kept: readonly boolean[]): OperationRequest {
  if (!('targets' in request)) return request;
  const targets = request.targets.filter((_target, i) => kept[i] === true);
  const { backfill, rerun } = request.params ?? {};
  const keep = <T>(items: readonly T[]) => items.filter((_item, i) => kept[i] === true);
  return {
    ...request,
    targets,
    params: {
      ...request.params,
      ...(backfill === undefined ? {} : { backfill: { ...backfill, slots: keep(backfill.slots) } }),
      ...(rerun === undefined ? {} : { rerun: { indexes: keep(rerun.indexes) } }),
    },
  };
}

export interface Preview {
  readonly answer: PreviewAnswer | null;
  /** All that came up since the dialog opened: a decided one stays in sight, so that the decision can be changed. */
  readonly clashes: readonly WireClash[];
  readonly problem: string | null;
  readonly setProblem: (problem: string) => void;
}

/** What the server says to a dry run, asked anew with each decision. */
export function usePreview(request: OperationRequest, choices: ClashChoices): Preview {
  const { api } = useClient();
  const [answer, setAnswer] = useState<PreviewAnswer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [clashes, setClashes] = useState<readonly WireClash[]>([]);
  useEffect(() => {
    let isCurrent = true;
    api.preview(decided(request, choices)).then(
      next => {
        if (!isCurrent) return;
        setAnswer(next);
        const found = next.previews.flatMap(preview => preview.clashes);
        setClashes(shown => [...new Map([...shown, ...found].map(clash => [clash.path, clash])).values()]);
      },
      (error: unknown) => isCurrent && setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [api, request, choices]);
  return { answer, clashes, problem, setProblem };
}
